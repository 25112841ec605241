#pragma once

#include "core/clock.h"
#include "core/connectionfacts.h"
#include "core/result.h"
#include "models/reportlistmodel.h"

#include <QFuture>
#include <QHash>
#include <QObject>

namespace foyer
{

/// Where ConnectionReport reads from. The application's is ServiceConnectionSource; tests fill one by hand.
class ConnectionSource
{
public:
    virtual ~ConnectionSource() = default;
    virtual ConnectionState connection() const = 0;
    /// Oldest first.
    virtual QList<Outage> outages() const = 0;
    virtual QList<RoomSummary> rooms() const = 0;
    virtual QFuture<Result<RoomHealth>> health(const RoomAddress &room) = 0;
};

/// What *Help, Connection* shows: the outages, newest first, and how each room fares. Looks anew every two seconds
/// while it is started, and at once when refresh() is called.
class ConnectionReport : public QObject
{
    Q_OBJECT

public:
    ConnectionReport(ConnectionSource &source, Clock &clock, QObject *parent = nullptr);

    /// While somebody looks.
    void start();
    void stop();

    QString stateText() const;
    ReportListModel &outages() { return m_outages; }
    ReportListModel &rooms() { return m_rooms; }
    /// See connectionExport().
    QByteArray exported() const;

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    /// stateText(), or one of the lists.
    void changed();

private:
    void takeHealth(const RoomAddress &room, const RoomHealth &health);
    void fill();

    ConnectionSource &m_source;
    Clock &m_clock;
    Timer m_timer;
    ReportListModel m_outages;
    ReportListModel m_rooms;
    QHash<QString, RoomHealth> m_health; ///< by address
    int m_asked = 0;                     ///< answers that are still to come
    bool m_started = false;
};

} // namespace foyer
