#include "models/emojimodel.h"

#include <QFile>
#include <QTextStream>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

EmojiModel::EmojiModel(QObject *parent) : QAbstractListModel(parent) {}

void EmojiModel::readTable()
{
    if (!m_all.isEmpty()) {
        return;
    }
    QFile file(u":/emoji/emoji.tsv"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        return;
    }
    QTextStream lines(&file);
    for (QString line = lines.readLine(); !line.isNull(); line = lines.readLine()) {
        const QStringList fields = line.split(u'\t');
        if (fields.size() == 4) {
            const QString words = (fields[2] + u' ' + fields[3]).toLower();
            m_all.append({fields[0], fields[2], words.split(u' ', Qt::SkipEmptyParts)});
        }
    }
    m_recent.removeIf([this](const QString &text) { return find(text) < 0; });
}

int EmojiModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant EmojiModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Emoji &emoji = m_all[m_shown[index.row()]];
    switch (role) {
    case Qt::DisplayRole:
        return emoji.text;
    case NameRole:
    case Qt::AccessibleTextRole:
        return emoji.name;
    default:
        return {};
    }
}

QHash<int, QByteArray> EmojiModel::roleNames() const
{
    return {{Qt::DisplayRole, "display"}, {NameRole, "name"}};
}

void EmojiModel::setFilter(const QString &filter)
{
    const bool isFirst = m_all.isEmpty();
    readTable();
    const QString wanted = filter.simplified().toLower();
    if (wanted != m_filter || isFirst) {
        m_filter = wanted;
        arrange();
    }
}

void EmojiModel::setRecent(const QStringList &recent)
{
    m_recent.clear();
    for (const QString &text : recent) {
        // Before the table is read nothing can be looked up in it; that follows then.
        if ((m_all.isEmpty() || find(text) >= 0) && !m_recent.contains(text) && m_recent.size() < mostRecent) {
            m_recent.append(text);
        }
    }
    arrange();
}

void EmojiModel::use(const QString &emoji)
{
    readTable();
    if (find(emoji) < 0) {
        return;
    }
    m_recent.removeAll(emoji);
    m_recent.prepend(emoji);
    m_recent = m_recent.mid(0, mostRecent);
    arrange();
    Q_EMIT recentChanged();
}

int EmojiModel::find(const QString &text) const
{
    const auto found = std::find_if(m_all.cbegin(), m_all.cend(), [&](const Emoji &one) { return one.text == text; });
    return found == m_all.cend() ? -1 : static_cast<int>(found - m_all.cbegin());
}

int EmojiModel::rankOf(const Emoji &emoji, const QStringList &wanted) const
{
    for (const QString &word : wanted) {
        const bool fits = std::any_of(emoji.words.cbegin(), emoji.words.cend(),
                                      [&word](const QString &known) { return known.startsWith(word); });
        if (!fits) {
            return -1;
        }
    }
    if (emoji.name.compare(m_filter, Qt::CaseInsensitive) == 0) {
        return 0;
    }
    return emoji.words.contains(wanted[0]) ? 1 : 2;
}

void EmojiModel::arrange()
{
    beginResetModel();
    m_shown.clear();
    if (m_all.isEmpty()) {
        // Nothing to show yet.
    } else if (m_filter.isEmpty()) {
        for (const QString &text : std::as_const(m_recent)) {
            m_shown.append(find(text));
        }
        for (int i = 0; i < m_all.size(); ++i) {
            if (!m_recent.contains(m_all[i].text)) {
                m_shown.append(i);
            }
        }
    } else {
        const QStringList wanted = m_filter.split(u' ');
        QList<std::pair<int, int>> ranked;
        for (int i = 0; i < m_all.size(); ++i) {
            if (const int rank = rankOf(m_all[i], wanted); rank >= 0) {
                ranked.append({rank, i});
            }
        }
        std::sort(ranked.begin(), ranked.end());
        for (const auto &[rank, index] : std::as_const(ranked)) {
            m_shown.append(index);
        }
    }
    endResetModel();
}

} // namespace foyer
