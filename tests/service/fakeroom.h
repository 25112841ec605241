#pragma once

#include "core/mutestate.h"
#include "stanza/xmlnode.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace foyer
{

class FakeServer;

/// One entry of a scripted room's archive.
struct FakeEntry {
    QString archiveId; ///< random, so that nothing can be sorted by it
    QString nickname;
    QString messageId;
    QString body;
    QString payload;       ///< XML beside the body: a subject, a reaction
    QString replaces;      ///< of ours: the message id that it corrects
    QString reactsTo;      ///< of ours: the id of what it reacts to
    QStringList reactions; ///< with these emojis
    QString otherRoom;     ///< in whose name the archive has it; empty: the room itself
    QString occupant;      ///< what the occupant id is made of; empty: the nickname
    int second = 0;        ///< of the delay stamp
    bool poisoned = false; ///< over the client's input limits
    bool fatal = false;    ///< over-size or malformed: ends the client's stream whenever it is sent
    bool gone = false;     ///< not in the archive any more: lost, or expired
    bool late = false;     ///< archived at another place than it was broadcast

    stanza::XmlNode message(const QString &room) const;
    QString stamp() const;
};

/// A room on the scripted server: says what a real one says to one client, and can be told to misbehave. Tests change
/// its state between the client's steps; nothing happens by itself.
class FakeRoom
{
public:
    FakeRoom(FakeServer &server, const QString &address);

    // The room's life

    /// Somebody speaks: archived (unless archives is off), and sent to us when we are inside. Returns the archive id.
    QString say(const QString &nickname, const QString &body, const QString &messageId = {});
    /// Somebody speaks while we do not hear it: only in the archive.
    QString sayUnheard(const QString &nickname, const QString &body, const QString &messageId = {});
    /// Many at once, only in the archive: `prefix1` to `prefixN`.
    void fill(const QString &prefix, int count);
    /// Sent to us, but not (yet) in the archive; archive() files it.
    FakeEntry sayLive(const QString &nickname, const QString &body, const QString &messageId = {});
    /// As say(), for an entry made by the test; its archive id is given when it has none.
    void sayEntry(FakeEntry entry, const QString &more = {});
    void archive(const FakeEntry &entry) { entries.append(entry); }
    /// Somebody says what ends the client's stream, now and whenever the archive brings it.
    void sayFatal(const QString &nickname, const QString &body);
    /// An entry that is no message row.
    void react();
    /// Sends an entry to us again, as it was.
    void broadcast(const FakeEntry &entry, const QString &more = {});
    /// Somebody's chat state, by its element's name; archived only where the room is told to.
    void type(const QString &nickname, const QString &state);
    void occupantJoins(const QString &nickname);
    void occupantLeaves(const QString &nickname);
    /// Our own role changes while we are inside.
    void setOurRole(const QString &newRole, const QString &by = {}, const QString &reason = {});
    /// What the room tells of mutes from now on: at once when we are inside, else with the next join. Our role follows.
    void setMute(const MuteState &newMute);
    /// Our account entered another room: this one lets us go.
    void replaceBy(const QString &otherRoom);
    /// Sends us out: status codes, and what stands in the `x`.
    void throwOut(const QString &codes, const QString &more = {});
    /// The room gives us another nickname.
    void renameUs(const QString &newNickname);
    void configurationChanges();
    /// The room process dies and comes back: nobody told us, and we are not inside.
    void forgetUs() { inside = false; }
    /// Answers the last join that was not answered.
    void admit() { answerJoin(m_joinId); }
    /// An archive as of now that has lost everything before \a keep newest entries.
    void expire(int keep) { entries = entries.mid(std::max<qsizetype>(0, entries.size() - keep)); }
    /// The room process dies with all that it has only in memory, and comes back.
    void restart();

    // How it behaves

    bool exists = true;
    bool archives = true; ///< announces an archive and keeps one
    bool stableIds = true;
    bool occupantIds = true; ///< announces that it tells who is who (XEP-0421)
    bool timedMutes = false; ///< announces that moderators can mute for a while
    bool moderated = false;
    bool reflects = true;
    bool answersInfo = true;
    int infoRefusals = 0; ///< so many questions about the room are answered with an error
    bool answersJoin = true;
    bool answersPing = true;
    bool sendsSubject = true; ///< at the end of a join's answer
    bool answersPages = true;
    bool holdsPages = false;        ///< pages wait for releasePage()
    bool holdsInfo = false;         ///< answers about the room wait for releaseInfo()
    bool repeatsNewestPage = false; ///< as ejabberd, for ids it does not know
    bool losesMessages = false;     ///< ours vanish: neither archived nor reflected
    int pagesBeforeRefusal = -1;    ///< so many pages are answered, later ones are refused with archiveRefusal
    QStringList takenNicknames;
    QString password;       ///< who enters needs it
    QString joinRefusal;    ///< XML of the error's condition, for example `<forbidden .../>` short: `forbidden`
    QString goneTo;         ///< a join is answered with <gone/>, this address in it
    QString archiveRefusal; ///< condition; needs pagesBeforeRefusal
    QString messageRefusal; ///< condition for messages of ours
    QString refusalType = QStringLiteral("cancel"); ///< of messageRefusal's error
    int refusals = -1;                              ///< so many messages are refused; -1: all
    QString nicknameRefusal;                        ///< condition for another nickname
    QString subjectRefusal;                         ///< condition for another subject
    int slowModeSeconds = 0;                        ///< announced (XEP-0500)
    QString role = QStringLiteral("participant");
    QString affiliation = QStringLiteral("none");
    std::optional<MuteState> mute; ///< as our own server tells it
    QString subject = QStringLiteral("tea time");
    QList<FakeEntry> history; ///< of a room without archive: what a join brings
    int historyLimit = 0;     ///< such a room keeps so many entries by itself; 0: tests fill history
    /// A join's answer stops after so many entries of that history, and all that the room says waits for
    /// releaseHistory(), as behind a server's shaper; -1: none.
    int historyStallsAfter = -1;
    QList<FakeEntry> spoken; ///< everything such a room has broadcast, when it keeps history by itself
    QList<FakeEntry> entries;
    QStringList occupants{QStringLiteral("bob")};
    QString title = QStringLiteral("Tea");
    QString createdAt; ///< XEP-0082; empty: not told

    // What it has seen

    bool inside = false; ///< we are
    QString nickname;    ///< ours
    QString ourOccupant; ///< our first nickname, which our occupant id keeps
    int joins = 0;
    int pings = 0;
    int leaves = 0;
    QStringList pagesAsked; ///< `before/max`
    QStringList received;   ///< bodies of our messages, each time one came
    QStringList receivedIds;
    QStringList receivedFiles; ///< addresses our messages name as files (XEP-0066), each time one came
    QStringList chatStates;    ///< ours, by their elements' names
    QStringList orders;        ///< XML of what a moderator asks
    QString lastExtra;
    QString lastPassword;
    QString lastHistory; ///< maxstanzas of the last join

    // Pages that wait

    int heldPages() const { return static_cast<int>(m_pages.size()); }
    /// Answers the oldest waiting page with what the archive held when it was asked for. Less than \a results: cut in
    /// the middle, no end.
    void releasePage(int results = -1);
    /// The rest of a join's answer that was stopped, and what was said behind it.
    void releaseHistory();
    /// A new session: nobody waits for answers to the old one.
    void forgetPages()
    {
        m_pages.clear();
        m_infos.clear();
        m_waiting.clear();
        m_stalled = false;
    }
    void releaseInfo();
    /// Called before a page is answered: the moment at which an archive that lags is caught up with.
    std::function<void()> beforePage;

    const QString &address() const { return m_address; }
    void handle(const stanza::XmlNode &stanza);

private:
    struct Page {
        QString iqId;
        QString queryId;
        QList<FakeEntry> entries;
        bool complete = false;
    };

    /// To our client, once what waits has been said.
    void tell(const stanza::XmlNode &stanza);
    void handlePresence(const stanza::XmlNode &presence);
    /// What is no message: a chat state, another subject. Whether it was one.
    bool handleNotice(const stanza::XmlNode &message);
    void handleMessage(const stanza::XmlNode &message);
    void handleIq(const stanza::XmlNode &iq);
    void answerJoin(const QString &id);
    void answerInfo(const stanza::XmlNode &iq);
    void answerPage(const stanza::XmlNode &iq);
    void sendPage(const Page &page, int results);
    void sendSelf(const QString &codes);
    stanza::XmlNode error(const QString &name, const QString &id, const QString &condition, const QString &text = {},
                          const QString &type = QStringLiteral("cancel"));
    FakeEntry newEntry(const QString &nickname, const QString &body, const QString &messageId);
    void keep(const FakeEntry &entry);

    FakeServer &m_server;
    QString m_address;
    QList<Page> m_pages;
    QList<stanza::XmlNode> m_infos;
    QList<stanza::XmlNode> m_waiting;
    bool m_stalled = false;
    QString m_joinId;
    int m_second = 0;
};

} // namespace foyer
