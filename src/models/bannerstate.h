#pragma once

#include "core/clock.h"
#include "core/connectionfacts.h"
#include "core/servicetypes.h"

#include <QObject>

namespace foyer
{

/// The line above a timeline: the connection is gone (only after three seconds), a catch-up that takes over two
/// seconds, or the receipt of a rejoin.
class BannerState : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString text READ text NOTIFY changed)

public:
    enum class Kind {
        None,
        Offline,    ///< action: Try now
        NotLetIn,   ///< why the room refuses a rejoin that goes on; action: Other nickname, where that would help
        CatchingUp, ///< how far it is; no action
        NotStored,  ///< what arrives cannot be stored; no action
        Receipt,    ///< action: Details
    };
    Q_ENUM(Kind)

    static constexpr qint64 quietMs = 3000;
    static constexpr qint64 quietCatchUpMs = 2000;

    explicit BannerState(Clock &clock, QObject *parent = nullptr);

    Kind kind() const { return m_kind; }
    QString text() const { return m_text; }
    /// More about a receipt, in whole sentences; empty otherwise.
    QString details() const { return m_details; }
    /// Whether the room refuses the nickname, so that another one would let us in.
    bool asksForNickname() const { return m_kind == Kind::NotLetIn && m_isAboutNickname; }
    /// Whether the receipt tells of messages that are still missing or cannot be proved to be all.
    bool isIncomplete() const { return m_incomplete; }

public Q_SLOTS:
    void connectionLost(const foyer::Error &cause);
    void connectionStateChanged(const foyer::ConnectionState &state);
    void roomStateChanged(foyer::RoomState state);
    void catchUpProgressed(const foyer::CatchUpProgress &progress);
    /// As ChatroomService::rejoinFailed() where it will be tried again.
    void rejoinRefused(const foyer::Error &error);
    void rejoined(const foyer::CatchUpReport &report);
    /// As ChatroomService::storesChanged(). Covers everything but the loss of the connection.
    void storesChanged(bool stores);
    /// The room is no longer ours to come back to.
    void clear();

Q_SIGNALS:
    void changed();

private:
    void tick();
    void show(Kind kind, const QString &text);
    QString offlineText() const;
    QString catchUpText() const;
    QString receiptText(const CatchUpReport &report) const;
    QString detailsText(const CatchUpReport &report) const;

    Clock &m_clock;
    Timer m_timer;
    Timer m_catchUpTimer;
    Timer m_storeTimer;
    Timer m_refusalTimer;
    CatchUpProgress m_progress;
    ConnectionState m_state;
    std::optional<Error> m_cause;
    QString m_refusal;
    bool m_isAboutNickname = false;      ///< m_refusal
    std::optional<qint64> m_downSinceMs; ///< since boot: a person counts the time the machine slept too
    qint64 m_stateSinceMs = 0;
    QDateTime m_lostAt;
    Kind m_kind = Kind::None;
    QString m_text;
    QString m_details;
    bool m_everOnline = false;
    bool m_incomplete = false;
    bool m_stores = true;
};

} // namespace foyer
