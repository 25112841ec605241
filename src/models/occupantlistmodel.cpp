#include "models/occupantlistmodel.h"

#include <QLocale>
#include <QSet>

#include <algorithm>

namespace foyer
{

namespace
{

/// From here on a delta's changes are not told one by one: each moves what stands behind it, here and in the view.
constexpr qsizetype crowd = 64;

/// Case matters only between names that are the same without it.
bool standsBefore(const Occupant &one, const Occupant &other)
{
    const int folded = one.nickname.compare(other.nickname, Qt::CaseInsensitive);
    return folded != 0 ? folded < 0 : one.nickname < other.nickname;
}

} // namespace

OccupantListModel::OccupantListModel(QObject *parent) : QAbstractListModel(parent) {}

int OccupantListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : firstRowOf(SectionCount);
}

int OccupantListModel::occupantCount() const
{
    qsizetype count = 0;
    for (const auto &section : m_sections) {
        count += section.size();
    }
    return static_cast<int>(count);
}

QVariant OccupantListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Place place = placeOf(index.row());
    if (place.index < 0) {
        switch (role) {
        case Qt::DisplayRole:
            return sectionTitle(place.section, m_counts[place.section]);
        case KindRole:
            return QStringLiteral("section");
        case CountRole:
            return m_counts[place.section];
        default:
            return {};
        }
    }
    const Occupant &occupant = m_sections[place.section][place.index];
    switch (role) {
    case Qt::DisplayRole:
    case NicknameRole:
        return occupant.nickname;
    case KindRole:
        return QStringLiteral("occupant");
    case IdentityRole:
        return occupant.occupantId.isEmpty() ? occupant.nickname : occupant.occupantId;
    case SelfRole:
        return occupant.nickname == m_ownNickname;
    case MutedRole:
        return place.section == Muted;
    case ExtraRole:
        return occupant.extra;
    default:
        return {};
    }
}

Qt::ItemFlags OccupantListModel::flags(const QModelIndex &index) const
{
    if (index.isValid() && placeOf(index.row()).index < 0) {
        return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    }
    return QAbstractListModel::flags(index);
}

QHash<int, QByteArray> OccupantListModel::roleNames() const
{
    return {{KindRole, "kind"}, {NicknameRole, "nickname"}, {IdentityRole, "identity"}, {CountRole, "count"},
            {SelfRole, "self"}, {MutedRole, "muted"},       {ExtraRole, "extra"}};
}

void OccupantListModel::setOwnNickname(const QString &nickname)
{
    if (nickname == m_ownNickname) {
        return;
    }
    m_ownNickname = nickname;
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {SelfRole});
    }
}

std::optional<Occupant> OccupantListModel::occupant(const QString &nickname) const
{
    const Place place = find(nickname);
    return place.index < 0 ? std::nullopt : std::optional(m_sections[place.section][place.index]);
}

QStringList OccupantListModel::nicknamesStarting(const QString &prefix, int limit) const
{
    QStringList found;
    for (const auto &section : m_sections) {
        const qsizetype before = found.size();
        for (const Occupant &occupant : section) {
            if (occupant.nickname != m_ownNickname && occupant.nickname.startsWith(prefix, Qt::CaseInsensitive)) {
                found.append(occupant.nickname);
                if (found.size() - before == limit) {
                    break;
                }
            }
        }
    }
    found.sort(Qt::CaseInsensitive);
    return found.mid(0, limit);
}

QStringList OccupantListModel::nicknames() const
{
    QStringList all;
    for (const auto &section : m_sections) {
        for (const Occupant &occupant : section) {
            all.append(occupant.nickname);
        }
    }
    return all;
}

void OccupantListModel::reset(const QList<Occupant> &occupants)
{
    beginResetModel();
    m_sections = {};
    for (const Occupant &occupant : occupants) {
        if (occupant.role != foyer::Role::None) {
            m_sections[sectionOf(occupant)].append(occupant);
        }
    }
    for (auto &section : m_sections) {
        std::sort(section.begin(), section.end(), standsBefore);
    }
    for (int section = Moderators; section < SectionCount; ++section) {
        m_counts[section] = static_cast<int>(m_sections[section].size());
    }
    endResetModel();
}

void OccupantListModel::applyDelta(const OccupantDelta &delta)
{
    if (delta.left.size() + delta.joined.size() + delta.changed.size() >= crowd) {
        applyAtOnce(delta);
        return;
    }
    for (const Occupant &occupant : delta.left) {
        remove(occupant);
    }
    for (const Occupant &occupant : delta.joined) {
        update(occupant);
    }
    for (const Occupant &occupant : delta.changed) {
        update(occupant);
    }
}

void OccupantListModel::applyAtOnce(const OccupantDelta &delta)
{
    QSet<QString> replaced;
    QHash<QString, Occupant> here;
    for (const Occupant &occupant : delta.left) {
        replaced.insert(occupant.nickname);
    }
    for (const auto &news : {delta.joined, delta.changed}) {
        for (const Occupant &occupant : news) {
            replaced.insert(occupant.nickname);
            here.insert(occupant.nickname, occupant);
        }
    }
    beginResetModel();
    std::array<qsizetype, SectionCount> kept{};
    for (int section = Moderators; section < SectionCount; ++section) {
        m_sections[section].removeIf([&](const Occupant &occupant) { return replaced.contains(occupant.nickname); });
        kept[section] = m_sections[section].size();
    }
    for (const Occupant &occupant : std::as_const(here)) {
        if (occupant.role != foyer::Role::None) {
            m_sections[sectionOf(occupant)].append(occupant);
        }
    }
    for (int section = Moderators; section < SectionCount; ++section) {
        auto &people = m_sections[section];
        std::sort(people.begin() + kept[section], people.end(), standsBefore);
        std::inplace_merge(people.begin(), people.begin() + kept[section], people.end(), standsBefore);
        m_counts[section] = static_cast<int>(people.size());
    }
    endResetModel();
}

OccupantListModel::Section OccupantListModel::sectionOf(const Occupant &occupant)
{
    switch (occupant.role) {
    case foyer::Role::Moderator:
        return Moderators;
    case foyer::Role::Participant:
        return Participants;
    default:
        return Muted;
    }
}

OccupantListModel::Place OccupantListModel::placeOf(int row) const
{
    for (int section = Moderators; section < SectionCount; ++section) {
        const int size = static_cast<int>(m_sections[section].size());
        const int rows = size == 0 ? 0 : size + 1;
        if (row < rows) {
            return {static_cast<Section>(section), row - 1};
        }
        row -= rows;
    }
    Q_UNREACHABLE();
}

int OccupantListModel::firstRowOf(Section section) const
{
    int row = 0;
    for (int before = Moderators; before < section; ++before) {
        const int size = static_cast<int>(m_sections[before].size());
        row += size == 0 ? 0 : size + 1;
    }
    return row;
}

QString OccupantListModel::sectionTitle(Section section, int people)
{
    const QString count = QLocale().toString(people);
    switch (section) {
    case Moderators:
        return tr("Moderators · %1", "section of the people list, with their number").arg(count);
    case Participants:
        return tr("Participants · %1", "section of the people list, with their number").arg(count);
    default:
        return tr("Muted · %1", "section of the people list, with their number").arg(count);
    }
}

OccupantListModel::Place OccupantListModel::find(const QString &nickname) const
{
    Occupant probe;
    probe.nickname = nickname;
    for (int section = Moderators; section < SectionCount; ++section) {
        const auto &people = m_sections[section];
        const auto at = std::lower_bound(people.cbegin(), people.cend(), probe, standsBefore);
        if (at != people.cend() && at->nickname == nickname) {
            return {static_cast<Section>(section), static_cast<int>(at - people.cbegin())};
        }
    }
    return {Moderators, -1};
}

void OccupantListModel::insert(const Occupant &occupant)
{
    const Section section = sectionOf(occupant);
    auto &people = m_sections[section];
    const auto at = std::lower_bound(people.cbegin(), people.cend(), occupant, standsBefore);
    const int position = static_cast<int>(at - people.cbegin());
    const int first = firstRowOf(section);
    if (people.isEmpty()) {
        // The section's line appears together with its first person.
        beginInsertRows({}, first, first + 1);
    } else {
        beginInsertRows({}, first + 1 + position, first + 1 + position);
    }
    if (people.isEmpty()) {
        m_counts[section] = 1;
    }
    people.insert(position, occupant);
    endInsertRows();
    announceCount(section);
}

void OccupantListModel::remove(const Occupant &occupant)
{
    const Place place = find(occupant.nickname);
    if (place.index < 0) {
        return;
    }
    auto &people = m_sections[place.section];
    const int first = firstRowOf(place.section);
    if (people.size() == 1) {
        beginRemoveRows({}, first, first + 1);
    } else {
        beginRemoveRows({}, first + 1 + place.index, first + 1 + place.index);
    }
    people.removeAt(place.index);
    endRemoveRows();
    announceCount(place.section);
}

void OccupantListModel::update(const Occupant &occupant)
{
    const Place place = find(occupant.nickname);
    if (place.index >= 0 && occupant.role != foyer::Role::None && sectionOf(occupant) == place.section) {
        m_sections[place.section][place.index] = occupant;
        const QModelIndex changed = index(firstRowOf(place.section) + 1 + place.index);
        Q_EMIT dataChanged(changed, changed);
        return;
    }
    remove(occupant);
    if (occupant.role != foyer::Role::None) {
        insert(occupant);
    }
}

void OccupantListModel::announceCount(Section section)
{
    m_counts[section] = static_cast<int>(m_sections[section].size());
    if (m_counts[section] > 0) {
        const QModelIndex line = index(firstRowOf(section));
        Q_EMIT dataChanged(line, line, {Qt::DisplayRole, CountRole});
    }
}

} // namespace foyer
