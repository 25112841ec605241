#pragma once

#include "core/chatstate.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/roominfo.h"
#include "core/roommessage.h"
#include "stanza/message.h"
#include "stanza/xmlnode.h"
#include "xmpp/occupantlist.h"
#include "xmpp/xmppstream.h"

#include <QFuture>
#include <QList>
#include <QObject>

#include <functional>
#include <utility>

namespace foyer
{

/// The messages of one room in the order of its memberships: what belongs to the join's answer and what is live is told
/// by state, never by a delay (guarantee, rule 5). Messages outside a membership are dropped (H9).
class MucMessages : public QObject
{
    Q_OBJECT

public:
    /// Asks the room whether we are inside; by the answer all that the room had said before is here.
    using AskRoom = std::function<QFuture<Result<bool>>()>;

    MucMessages(const Jid &room, const OccupantList &occupants, Clock &clock, AskRoom askRoom,
                QObject *parent = nullptr);

    enum class History { NotAsked, Asked };
    /// Whether messages of an earlier membership may still be on their way to us.
    enum class Past { Closed, MayStillTalk };

    /// A join presence goes out.
    void expectMembership(History history, Past past);
    /// The self-presence came; messages wait until begin().
    void accept();
    /// The membership begins. With \a askedTwice the join's answer may come twice.
    void begin(bool askedTwice);
    /// No membership any more.
    void end();
    void setFacts(const RoomInfo &info);
    void setNickname(const QString &nickname) { m_nickname = nickname; }

    void handle(const stanza::XmlNode &message, StanzaSerial serial);
    void handleRefused(const stanza::XmlNode &scanned, StanzaSerial serial);
    QString subject() const { return m_subject; }

Q_SIGNALS:
    // As in MucRoom.
    void entered(const QList<foyer::RoomMessage> &history);
    void messageReceived(const foyer::RoomMessage &message, foyer::StanzaSerial serial);
    void messageFailed(const QString &originId, const foyer::Error &error);
    void chatStateReceived(const QString &nickname, foyer::ChatState state);
    void subjectChanged(const QString &subject, const QString &by, const QDateTime &at);
    void configurationChanged();
    void voiceRequested(const QString &nickname);
    /// The room, asked while its history was late, says that we are not inside, or nothing.
    void turnedOut(const foyer::Error &cause);

private:
    enum class Phase { Outside, Asked, Accepted, Entering, Live };

    struct Incoming {
        stanza::XmlNode message;
        StanzaSerial serial{0};
        bool isRefused = false; ///< by the input gate: what its scanner could tell
    };

    void take(const Incoming &incoming);
    void handleGroupchat(const Incoming &incoming);
    void handleSubject(const stanza::XmlNode &message, const RoomMessage &read, StanzaSerial serial);
    void handleError(const stanza::XmlNode &message);
    void keepHistory(const Incoming &incoming);
    bool isRepeated(const stanza::XmlNode &message, const RoomMessage &read);
    void onSubjectLate();
    void enter();
    stanza::RoomTrust trust() const;

    const OccupantList &m_occupants;
    Clock &m_clock;
    AskRoom m_askRoom;
    stanza::RoomTrust m_trust;
    QString m_nickname;
    QString m_subject;
    Phase m_phase = Phase::Outside;
    History m_historyAsked = History::NotAsked;
    Past m_past = Past::Closed;
    quint64 m_entry = 0; ///< rises with every membership, so that late answers find nobody
    QList<RoomMessage> m_history;
    QList<Incoming> m_early; ///< between the self-presence and begin()
    /// After a repeated join presence: what a second answer would bring again.
    QList<RoomMessage> m_repeatable;
    Timer m_enterTimer;
    Timer m_repeatTimer;
};

} // namespace foyer
