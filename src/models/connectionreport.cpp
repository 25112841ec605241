#include "models/connectionreport.h"

#include "core/whendone.h"
#include "models/connectionexport.h"
#include "models/connectiontext.h"

namespace foyer
{

namespace
{
constexpr qint64 periodMs = 2000;
} // namespace

ConnectionReport::ConnectionReport(ConnectionSource &source, Clock &clock, QObject *parent)
    : QObject(parent),
      m_source(source),
      m_clock(clock),
      m_timer(clock, [this] { refresh(); }),
      m_outages(ReportListModel::Grows::AtFront),
      m_rooms(ReportListModel::Grows::AtEnd)
{
}

void ConnectionReport::start()
{
    m_started = true;
    refresh();
}

void ConnectionReport::stop()
{
    m_started = false;
    m_timer.stop();
}

QString ConnectionReport::stateText() const
{
    return connectiontext::stateSentence(m_source.connection());
}

void ConnectionReport::refresh()
{
    if (!m_started) {
        return;
    }
    m_timer.start(periodMs);
    fill();
    if (m_asked > 0) {
        // The store is busy; asking again would not make it faster.
        return;
    }
    const QList<RoomSummary> rooms = m_source.rooms();
    m_asked = static_cast<int>(rooms.size());
    for (const RoomSummary &room : rooms) {
        whenDone(m_source.health(room.address), this, [this, address = room.address](const Result<RoomHealth> &health) {
            --m_asked;
            if (health) {
                takeHealth(address, health.value());
            }
        });
    }
}

void ConnectionReport::takeHealth(const RoomAddress &room, const RoomHealth &health)
{
    m_health.insert(room.toString(), health);
    if (m_asked == 0) {
        fill();
    }
}

void ConnectionReport::fill()
{
    const QDateTime now = m_clock.now();
    const QList<RoomSummary> rooms = m_source.rooms();
    const auto nameOf = [&rooms](const RoomAddress &address) {
        for (const RoomSummary &room : rooms) {
            if (room.address == address && !room.name.isEmpty()) {
                return room.name;
            }
        }
        return address.roomId();
    };
    QList<ReportEntry> entries;
    const QList<Outage> outages = m_source.outages();
    for (auto outage = outages.crbegin(); outage != outages.crend(); ++outage) {
        entries.append(connectiontext::outageEntry(*outage, nameOf, now));
    }
    m_outages.setEntries(entries);
    entries.clear();
    for (const RoomSummary &room : rooms) {
        entries.append(connectiontext::healthEntry(room, m_health.value(room.address.toString()), now));
    }
    m_rooms.setEntries(entries);
    Q_EMIT changed();
}

QByteArray ConnectionReport::exported() const
{
    QList<RoomHealth> rooms;
    const QList<RoomSummary> listed = m_source.rooms();
    for (const RoomSummary &room : listed) {
        RoomHealth health = m_health.value(room.address.toString());
        health.room = room.address;
        rooms.append(health);
    }
    return connectionExport(m_source.outages(), rooms, m_clock.now());
}

} // namespace foyer
