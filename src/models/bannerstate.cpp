#include "models/bannerstate.h"

#include "models/timetext.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qint64 tickMs = 1000;

} // namespace

BannerState::BannerState(Clock &clock, QObject *parent)
    : QObject(parent),
      m_clock(clock),
      m_timer(clock, [this] { tick(); }),
      m_catchUpTimer(clock, [this] { show(Kind::CatchingUp, catchUpText()); }),
      m_storeTimer(clock,
                   [this] {
                       m_stores = false;
                       show(m_kind, m_text);
                   }),
      m_refusalTimer(clock, [this] {
          if (m_kind != Kind::Offline) {
              show(Kind::NotLetIn, m_refusal);
          }
      })
{
}

void BannerState::connectionLost(const Error &cause)
{
    m_cause = cause;
    m_lostAt = m_clock.now();
    m_downSinceMs = m_clock.sinceBootMs();
    m_timer.start(quietMs);
}

void BannerState::connectionStateChanged(const ConnectionState &state)
{
    m_state = state;
    m_stateSinceMs = m_clock.monotonicMs();
    if (state.kind == ConnectionState::Kind::Online) {
        m_everOnline = true;
        m_downSinceMs.reset();
        m_cause.reset();
        m_timer.stop();
        if (m_kind == Kind::Offline) {
            show(Kind::None, {});
        }
        return;
    }
    if (state.cause) {
        m_cause = state.cause;
    }
    if (!m_downSinceMs) {
        m_downSinceMs = m_clock.sinceBootMs();
        m_timer.start(quietMs);
    } else if (m_kind == Kind::Offline) {
        tick();
    }
}

void BannerState::rejoinRefused(const Error &error)
{
    m_isAboutNickname = isAboutNickname(error.kind);
    m_refusal = tr("Not back in the room yet. %1 Foyer keeps trying.", "a sentence why").arg(error.text);
    if (m_kind == Kind::NotLetIn) {
        show(Kind::NotLetIn, m_refusal);
    } else if (!m_refusalTimer.isActive()) {
        m_refusalTimer.start(quietMs);
    }
}

void BannerState::roomStateChanged(RoomState state)
{
    if (state != RoomState::Rejoining) {
        m_refusalTimer.stop();
        if (m_kind == Kind::NotLetIn) {
            show(Kind::None, {});
        }
    }
    if (state == RoomState::CatchingUp) {
        m_progress = {};
        m_catchUpTimer.start(quietCatchUpMs);
        return;
    }
    m_catchUpTimer.stop();
    if (m_kind == Kind::CatchingUp) {
        show(Kind::None, {});
    }
}

void BannerState::catchUpProgressed(const CatchUpProgress &progress)
{
    m_progress = progress;
    if (m_kind == Kind::CatchingUp) {
        show(Kind::CatchingUp, catchUpText());
    }
}

void BannerState::rejoined(const CatchUpReport &report)
{
    m_incomplete = report.gaps > 0 || !report.provable;
    show(Kind::Receipt, receiptText(report));
    m_details = detailsText(report);
    // The next time may be without a loss of the connection.
    m_lostAt = {};
    Q_EMIT changed();
}

void BannerState::storesChanged(bool stores)
{
    if (!stores) {
        m_storeTimer.start(quietMs);
        return;
    }
    m_storeTimer.stop();
    m_stores = true;
    if (m_kind == Kind::NotStored) {
        show(Kind::None, {});
    }
}

void BannerState::clear()
{
    show(Kind::None, {});
}

void BannerState::tick()
{
    if (!m_downSinceMs) {
        return;
    }
    show(Kind::Offline, offlineText());
    m_timer.start(tickMs);
}

void BannerState::show(Kind kind, const QString &text)
{
    if (!m_stores && kind != Kind::Offline && kind != Kind::NotStored) {
        show(Kind::NotStored,
             tr("New messages cannot be saved, so they are not shown yet. They come once there is room on the disk."));
        return;
    }
    if (kind != Kind::Receipt) {
        m_details.clear();
    }
    if (m_kind != kind || m_text != text) {
        m_kind = kind;
        m_text = text;
        Q_EMIT changed();
    }
}

namespace
{

/// A whole sentence for each cause, because languages order these words differently.
QString lostSentence(const std::optional<Error> &cause, const QString &ago)
{
    switch (cause ? cause->kind : ErrorKind::ServerRefused) {
    case ErrorKind::ServerUnreachable:
        return BannerState::tr("Connection lost %1 ago: the server cannot be reached.").arg(ago);
    case ErrorKind::TimedOut:
        return BannerState::tr("Connection lost %1 ago: the server does not answer.").arg(ago);
    case ErrorKind::TlsFailed:
        return BannerState::tr("Connection lost %1 ago: the server’s certificate is not trusted.").arg(ago);
    case ErrorKind::NotAnXmppServer:
        return BannerState::tr("Connection lost %1 ago: there is no chat server at the address.").arg(ago);
    case ErrorKind::NotAuthorized:
        return BannerState::tr("Connection lost %1 ago: the server refused the name and password.").arg(ago);
    case ErrorKind::WeakSignIn:
        return BannerState::tr("Connection lost %1 ago: the server offers only a weak way to sign in.").arg(ago);
    case ErrorKind::AccountDisabled:
        return BannerState::tr("Connection lost %1 ago: the account is disabled.").arg(ago);
    default:
        return BannerState::tr("Connection lost %1 ago.").arg(ago);
    }
}

} // namespace

QString BannerState::offlineText() const
{
    const qint64 downMs = m_clock.sinceBootMs() - m_downSinceMs.value_or(m_clock.sinceBootMs());
    QString what = m_everOnline ? lostSentence(m_cause, timetext::duration(downMs))
                                : (m_cause ? m_cause->text : tr("Not connected yet."));
    switch (m_state.kind) {
    case ConnectionState::Kind::Waiting: {
        const qint64 leftMs = m_state.delayMs - (m_clock.monotonicMs() - m_stateSinceMs);
        // Rounded up: "0 s" would look stuck.
        const QString left = timetext::duration(std::max<qint64>(1000, (leftMs + 999) / 1000 * 1000));
        return tr("%1 Next try in %2.", "a sentence about the loss, then the countdown").arg(what, left);
    }
    case ConnectionState::Kind::Connecting:
    case ConnectionState::Kind::Authenticating:
        return tr("%1 Connecting…", "a sentence about the loss, then what happens now").arg(what);
    default:
        return what;
    }
}

QString BannerState::catchUpText() const
{
    if (m_progress.entriesRead == 0) {
        return tr("Catching up: waiting for the room’s history…");
    }
    const QLocale locale;
    return tr("Catching up: %1 entries of the history read, %2 new messages so far.", "two numbers")
        .arg(locale.toString(m_progress.entriesRead), locale.toString(m_progress.newMessages));
}

QString BannerState::receiptText(const CatchUpReport &report) const
{
    // A start of the program is an outage without a length.
    const QString back = report.offlineForMs < 1000
                             ? tr("Back in the room.")
                             : tr("Back online after %1.").arg(timetext::duration(report.offlineForMs));
    const QString recovered = tr("%n new", "messages, in the receipt after a rejoin", report.recovered);
    const QString here = tr("%n already here", "messages, in the receipt after a rejoin", report.alreadyHere);
    QString caughtUp;
    if (report.gaps > 0) {
        const QString gaps = tr("%n gap(s) left.", "where messages are still missing", report.gaps);
        caughtUp = tr("Caught up: %1, %2. %3", "numbers of messages, then gaps").arg(recovered, here, gaps);
    } else if (!report.provable) {
        caughtUp = tr("Caught up: %1, %2. This room keeps no history, so nobody can tell whether some are missing.")
                       .arg(recovered, here);
    } else {
        caughtUp = tr("Caught up: %1, %2, none missing.").arg(recovered, here);
    }
    return tr("%1 %2", "two sentences").arg(back, caughtUp);
}

QString BannerState::detailsText(const CatchUpReport &report) const
{
    QStringList sentences;
    if (m_lostAt.isValid()) {
        const bool isToday = m_lostAt.toLocalTime().date() == m_clock.now().toLocalTime().date();
        sentences += isToday ? tr("The connection was lost at %1.").arg(timetext::clockTime(m_lostAt))
                             : tr("The connection was lost on %1.", "a day and a time: 22 Nov, 14:05")
                                   .arg(timetext::dayAndTime(m_lostAt, m_clock.now()));
        sentences += report.resumed ? tr("The server had kept the session and handed over what was waiting.")
                                    : tr("The session was new, so the room was joined again and its history read.");
    } else {
        // The room alone had ended it, or an earlier run of the program had.
        sentences += tr("The room was joined again and its history read.");
    }
    if (report.gaps > 0) {
        sentences += tr("The gaps are marked in the timeline, each with its reason.");
    } else if (report.provable) {
        sentences += tr("The history was read back to a message that was here before, so nothing lies between.");
    }
    return sentences.join(u' ');
}

} // namespace foyer
