#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "stanza/presence.h"
#include "stanza/stanzaerror.h"
#include "xmpp/answerdeadline.h"
#include "xmpp/mucerrors.h"
#include "xmpp/mucroom.h"

#include <QObject>
#include <QSet>

#include <optional>

namespace foyer
{

/// One way into a room (XEP-0045 section 7.2): disco#info, then the join presence, each with 15 s to be answered in. An
/// answer that is arriving may take longer, up to five minutes: silence counts from the last of it. It ends in exactly
/// one of finished() and failed(), or in silence when destroyed; so everything of an older join dies with its object.
class JoinAttempt : public QObject
{
    Q_OBJECT

public:
    JoinAttempt(const Jid &room, const MucJoin &join, const MucDeps &deps, QObject *parent = nullptr);

    void start();
    /// An available or unavailable presence of an occupant.
    void handlePresence(const stanza::MucPresence &presence);
    /// A message of the room: once we are let in, what the room has to say before it says anything else.
    void noteMessage();
    /// An error from the room; \a presenceId as it came, empty when the server left it out.
    void handleError(const QString &presenceId, const stanza::StanzaError &error);

    /// Stops; nothing is sent or emitted any more.
    void abandon();
    /// Let in, and only further facts are being read: ends without them, for what has come since is about somebody
    /// inside. False when it is not that far.
    bool settle();
    /// Whether the room surely does not hold us because of this attempt: it refused, or we left again.
    bool isOut() const { return m_out; }
    /// How many join presences were sent.
    int asked() const { return m_asked; }
    /// The nickname asked for, then the one the room gave.
    QString nickname() const { return m_nickname; }
    /// The room's facts: the newest that are known, empty while none are.
    RoomInfo info() const { return m_info; }
    /// What our own presence says about mutes.
    std::optional<MuteState> mute() const { return m_mute; }
    /// Messages of join history asked for: none where an archive tells the past.
    int maxHistory() const { return m_info.hasArchive() ? 0 : m_join.maxHistory; }

Q_SIGNALS:
    /// The first join presence is about to be sent; info() is what disco told.
    void asking();
    /// The room let us in. finished() may follow at once or after setting up a new room.
    void accepted();
    void finished(bool created);
    void failed(const foyer::Error &error);

private:
    enum class Step { Discovering, Asking, SettingUp, BackingOut, Verifying, Over };

    void onOverdue();
    void onInfo(const Result<RoomInfo> &info);
    void ask();
    bool isOurs(const stanza::MucPresence &presence) const;
    void onAccepted(const stanza::MucPresence &presence);
    void unlock();
    void readFacts();
    void backOut();
    void verifyGone();
    void destroy();
    void finish();
    void fail(const Error &error);

    Jid m_room;
    MucJoin m_join;
    MucDeps m_deps;
    Step m_step = Step::Discovering;
    bool m_created = false; ///< by our presence
    QString m_nickname;
    RoomInfo m_info;
    std::optional<MuteState> m_mute;
    bool m_infoKnown = false;
    bool m_missing = false;
    bool m_out = false;
    int m_asked = 0;
    int m_lockedRetries = 0;
    QSet<QString> m_presenceIds;
    AnswerDeadline m_deadline;
    AnswerDeadline m_repeat;
    Timer m_end; ///< a room that goes on speaking and never lets us in
    Timer m_locked;
};

} // namespace foyer
