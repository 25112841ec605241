#include "models/roomchoices.h"

#include "models/displaytext.h"
#include "models/fuzzymatch.h"

#include <QHash>

#include <algorithm>

namespace foyer
{

namespace
{

constexpr int noFit = -1;

QString nameBeside(const QString &id, const QString &name)
{
    const QString shown = displaytext::oneLine(name);
    return shown.compare(id, Qt::CaseInsensitive) == 0 ? QString() : shown;
}

} // namespace

RoomChoices::Row RoomChoices::rowOf(const RoomChoice &choice)
{
    return {choice, fuzzyText(choice.name), fuzzyText(choice.address.roomId()), fuzzyText(choice.address.spelled())};
}

QList<RoomChoice> RoomChoices::fitting(const Rows &rows, const QString &typed, qsizetype limit)
{
    const QString wanted = fuzzyText(typed).remove(u' ');
    const bool isAddress = wanted.contains(u'@');
    QList<std::pair<int, qsizetype>> scored;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const Row &row = rows.at(i);
        const int id = fuzzyMatchPlain(wanted, isAddress ? row.address : row.id).value_or(noFit);
        const int score = std::max(id, fuzzyMatchPlain(wanted, row.name).value_or(noFit));
        if (score != noFit) {
            // Nothing typed fits all alike.
            scored.append({wanted.isEmpty() ? 0 : -score, i});
        }
    }
    std::sort(scored.begin(), scored.end());
    QList<RoomChoice> best;
    for (qsizetype i = 0; i < scored.size() && i < limit; ++i) {
        best.append(rows.at(scored.at(i).second).choice);
    }
    return best;
}

void RoomChoices::setRecent(const QList<RoomSummary> &rooms)
{
    m_summaries = rooms;
    arrange();
}

void RoomChoices::setDirectory(const QList<DirectoryRoom> &rooms)
{
    m_directory = rooms;
    arrange();
}

void RoomChoices::arrange()
{
    QHash<QString, qsizetype> listed;
    for (qsizetype i = 0; i < m_directory.size(); ++i) {
        listed.insert(m_directory.at(i).address.toString(), i);
    }
    m_recent.clear();
    m_listed.clear();
    for (const RoomSummary &room : std::as_const(m_summaries)) {
        // The server's own list has its rooms by their bare IDs; of another place the whole address is needed.
        const qsizetype at = listed.value(room.address.toString(), -1);
        listed.remove(room.address.toString());
        const QString id = at < 0 ? room.address.spelled() : room.address.roomId();
        m_recent.append(rowOf({room.address, nameBeside(room.address.roomId(), room.name), id, true,
                               at < 0 ? -1 : m_directory.at(at).people}));
    }
    for (const DirectoryRoom &room : std::as_const(m_directory)) {
        if (listed.contains(room.address.toString())) {
            const QString id = room.address.roomId();
            m_listed.append(rowOf({room.address, nameBeside(id, room.name), id, false, room.people}));
        }
    }
    const auto title = [](const Row &row) -> const QString & { return row.name.isEmpty() ? row.id : row.name; };
    std::stable_sort(m_listed.begin(), m_listed.end(),
                     [&title](const Row &one, const Row &other) { return title(one) < title(other); });
}

QList<RoomChoice> RoomChoices::matching(const QString &typed, qsizetype limit) const
{
    QList<RoomChoice> choices = fitting(m_recent, typed, limit);
    choices += fitting(m_listed, typed, limit - choices.size());
    return choices;
}

} // namespace foyer
