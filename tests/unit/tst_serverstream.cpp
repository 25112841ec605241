#include "server/xmpp/answers.h"
#include "server/xmpp/serverstream.h"
#include "support/fakeclock.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;
using stanza::XmlNode;

namespace
{

struct FakeChannel : ServerChannel {
    void send(const QString &frame) override
    {
        frames.append(frame);
        if (keeps)
            pending += frame.size();
    }
    void close() override { closed = true; }
    void abort() override { aborted = true; }
    qint64 pendingBytes() const override { return pending; }

    QStringList frames;
    bool closed = false;
    bool aborted = false;
    bool keeps = false; ///< nothing leaves by itself
    qint64 pending = 0;
};

/// A server without rooms: what stanzas come in, it keeps.
struct FakeHost : StreamHost, SessionObserver {
    SaslAccounts saslAccounts() override
    {
        SaslAccounts accounts;
        accounts.anonymous = true;
        accounts.keysOf = [](const QString &name) -> std::optional<PasswordKeys> {
            return name == "alice"_L1 ? derivePasswordKeys(u"pw"_s) : std::nullopt;
        };
        return accounts;
    }
    void handleStanza(Session &session, const XmlNode &stanza) override
    {
        stanzas.append(stanza);
        if (echoes)
            session.deliver(resultOf(stanza));
    }
    void onSessionDetached(const Jid &session) override { told.append(u"detached "_s + session.resource()); }
    void onSessionResumed(const Jid &session) override { told.append(u"resumed "_s + session.resource()); }
    void onSessionOverfull(const Jid &session) override { told.append(u"overfull "_s + session.resource()); }
    void onSessionEnded(const Jid &session, SessionEnd end) override
    {
        const QString how = end == SessionEnd::Closed ? u"closed "_s
                            : end == SessionEnd::Lost ? u"lost "_s
                                                      : u"replaced "_s;
        told.append(how + session.resource());
    }

    QList<XmlNode> stanzas;
    QStringList told;
    bool echoes = false;
};

const QString openText = u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>"_s;
const QString authText = u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%1</auth>"_s.arg(
    QString::fromLatin1(QByteArray("\0alice\0pw", 9).toBase64()));
const QString enableText = u"<enable xmlns='urn:xmpp:sm:3' resume='true' max='60'/>"_s;

QString bindText(const QString &resource)
{
    return u"<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
           "<resource>%1</resource></bind></iq>"_s.arg(resource);
}

/// Several streams on one server, with a disk that can fail.
struct Bench {
    bool diskWorks = true;
    FakeClock clock;
    FakeHost host;
    Turn turn{[this] { return diskWorks; }};
    SessionTable sessions{u"localhost"_s, clock, 300};
    ServerStream::Settings settings{u"localhost"_s, 20000, 0};

    Bench() { sessions.setObserver(&host); }
};

struct Client {
    explicit Client(Bench &server) : bench(server) {}

    /// Sends frames in one turn, and commits.
    QStringList say(const QStringList &frames)
    {
        for (const QString &frame : frames)
            stream.receive(frame);
        bench.turn.finish();
        return take();
    }
    QStringList say(const QString &frame) { return say(QStringList{frame}); }
    QStringList take() { return std::exchange(channel.frames, {}); }
    /// Signed in and bound.
    Client &bound(const QString &resource)
    {
        say({openText, authText, openText, bindText(resource)});
        return *this;
    }
    /// The id by which the stream can be resumed.
    QString enabled()
    {
        const QStringList answer = say(enableText);
        return xml(answer.constLast()).attribute(u"id");
    }
    Session *session(const QString &resource) const
    {
        return bench.sessions.find(*Jid::parse(QString(u"alice@localhost/"_s + resource)));
    }

    Bench &bench;
    FakeChannel channel;
    ServerStream stream{{bench.turn, bench.sessions, bench.clock, bench.host}, bench.settings, channel};
};

XmlNode message(const QString &body)
{
    return xml(u"<message xmlns='jabber:client' from='room@conference.localhost/bob' type='groupchat'><body>%1</body>"
               "</message>"_s.arg(body));
}

bool isError(const QString &frame, const QString &condition)
{
    const XmlNode error = xml(frame);
    return error.is(u"error", u"http://etherx.jabber.org/streams") &&
           !error.child(condition, u"urn:ietf:params:xml:ns:xmpp-streams").isNull();
}

} // namespace

class TestServerStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamOpensAndOffersTheSignIn()
    {
        Bench bench;
        Client client(bench);
        const QStringList answer = client.say(openText);
        QCOMPARE(answer.size(), 2);
        const XmlNode open = xml(answer[0]);
        QVERIFY(open.is(u"open", u"urn:ietf:params:xml:ns:xmpp-framing"));
        QCOMPARE(open.attribute(u"from"), u"localhost"_s);
        QCOMPARE(open.attribute(u"version"), u"1.0"_s);
        QVERIFY(!open.attribute(u"id").isEmpty());
        // Some clients compare the prefix.
        QVERIFY(answer[1].startsWith(u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'>"));
        QVERIFY(answer[1].contains(u"<mechanism>SCRAM-SHA-256</mechanism>"));
    }

    void signedInClientOpensAnewAndBinds()
    {
        Bench bench;
        Client client(bench);
        client.say(openText);
        QCOMPARE(client.say(authText), QStringList{u"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"_s});
        const QStringList features = client.say(openText);
        QVERIFY(features[1].contains(u"<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"));
        QVERIFY(features[1].contains(u"<sm xmlns='urn:xmpp:sm:3'/>"));
        const QStringList answer = client.say(bindText(u"r1"_s));
        QCOMPARE(xmlDifference(xml(answer[0]),
                               xml(u"<iq xmlns='jabber:client' type='result' id='b'>"
                                   "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@localhost/r1</jid></bind>"
                                   "</iq>"_s)),
                 QString());
        QVERIFY(client.session(u"r1"_s));
    }

    void serverInventsAMissingResource()
    {
        Bench bench;
        Client client(bench);
        client.say({openText, authText, openText});
        const QStringList answer = client.say(
            u"<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"_s);
        QVERIFY(answer[0].contains(u"<jid>alice@localhost/"));
    }

    void nothingLeavesBeforeTheCommit()
    {
        Bench bench;
        Client client(bench);
        client.stream.receive(openText);
        QVERIFY(client.channel.frames.isEmpty());
        bench.turn.finish();
        QCOMPARE(client.channel.frames.size(), 2);
    }

    void failedCommitTellsNothingOfTheTurn()
    {
        Bench bench;
        bench.host.echoes = true;
        Client client(bench);
        client.bound(u"r1"_s);
        QObject::connect(&bench.turn, &Turn::commitFailed, &bench.turn, [&] { client.stream.endUncommitted(); });
        bench.diskWorks = false;
        const QStringList answer =
            client.say(u"<iq xmlns='jabber:client' type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>"_s);
        QCOMPARE(answer.size(), 2);
        QVERIFY(isError(answer[0], u"internal-server-error"_s));
        QVERIFY(client.channel.closed);
    }

    void turnEndsByItselfWithTheEventLoop()
    {
        Bench bench;
        Client client(bench);
        client.stream.receive(openText);
        QTRY_COMPARE(client.channel.frames.size(), 2);
    }

    void streamEndsWithTheRightError_data()
    {
        QTest::addColumn<QStringList>("frames");
        QTest::addColumn<QString>("condition");
        const QStringList bound{openText, authText, openText, bindText(u"r"_s)};
        QTest::newRow("other host")
            << QStringList{u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.org' "
                           "version='1.0'/>"_s}
            << u"host-unknown"_s;
        QTest::newRow("no version") << QStringList{u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' "
                                                   "to='localhost'/>"_s}
                                    << u"unsupported-version"_s;
        QTest::newRow("no open") << QStringList{authText} << u"bad-format"_s;
        QTest::newRow("a TCP stream's beginning")
            << QStringList{u"<stream:stream to='localhost'>"_s} << u"not-well-formed"_s;
        QTest::newRow("stanza before the sign-in")
            << QStringList{openText, u"<presence xmlns='jabber:client'/>"_s} << u"not-authorized"_s;
        QTest::newRow("stanza before binding")
            << QStringList{openText, authText, openText, u"<presence xmlns='jabber:client'/>"_s} << u"not-authorized"_s;
        QTest::newRow("opened twice") << QStringList{openText, openText} << u"conflict"_s;
        QTest::newRow("broken") << (bound + QStringList{u"<message xmlns='jabber:client'><body></message>"_s})
                                << u"not-well-formed"_s;
        QTest::newRow("half a stanza") << (bound + QStringList{u"<message xmlns='jabber:client'><body>a"_s})
                                       << u"not-well-formed"_s;
        QTest::newRow("two stanzas") << (bound + QStringList{u"<presence xmlns='jabber:client'/>"
                                                             "<presence xmlns='jabber:client'/>"_s})
                                     << u"not-well-formed"_s;
        QTest::newRow("doctype") << (bound + QStringList{u"<!DOCTYPE a><presence xmlns='jabber:client'/>"_s})
                                 << u"restricted-xml"_s;
        QTest::newRow("comment") << QStringList{u"<!-- hello -->"_s} << u"restricted-xml"_s;
        QTest::newRow("too large") << (bound +
                                       QStringList{u"<message xmlns='jabber:client'><body>%1</body></message>"_s.arg(
                                           QString(20000, u'x'))})
                                   << u"policy-violation"_s;
        QTest::newRow("without a namespace") << (bound + QStringList{u"<presence/>"_s}) << u"invalid-namespace"_s;
        QTest::newRow("unknown element") << (bound + QStringList{u"<hello xmlns='jabber:client'/>"_s})
                                         << u"unsupported-stanza-type"_s;
        QTest::newRow("foreign sender") << (bound +
                                            QStringList{u"<message xmlns='jabber:client' from='bob@localhost/x'/>"_s})
                                        << u"invalid-from"_s;
        QTest::newRow("management twice") << (bound + QStringList{enableText, enableText}) << u"policy-violation"_s;
        QTest::newRow("h that is no number")
            << (bound + QStringList{enableText, u"<a xmlns='urn:xmpp:sm:3' h='x'/>"_s}) << u"bad-format"_s;
        QTest::newRow("h too high") << (bound + QStringList{enableText, u"<a xmlns='urn:xmpp:sm:3' h='1'/>"_s})
                                    << u"undefined-condition"_s;
    }
    void streamEndsWithTheRightError()
    {
        QFETCH(QStringList, frames);
        QFETCH(QString, condition);
        Bench bench;
        Client client(bench);
        const QStringList answer = client.say(frames);
        QVERIFY(answer.size() >= 2);
        QVERIFY2(isError(answer[answer.size() - 2], condition), qUtf8Printable(answer.join(u'\n')));
        QCOMPARE(answer.constLast(), u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s);
        QVERIFY(client.channel.closed);
        QVERIFY(bench.sessions.sessions().isEmpty());
        // What comes after the end is not read.
        QVERIFY(client.say(openText).isEmpty());
    }

    void countThatIsTooHighIsNamed()
    {
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s).enabled();
        const QStringList answer = client.say(u"<a xmlns='urn:xmpp:sm:3' h='10'/>"_s);
        QVERIFY(answer[0].contains(u"<handled-count-too-high xmlns='urn:xmpp:sm:3' h='10' send-count='0'/>"));
    }

    void whitespaceKeepsAStreamAlive()
    {
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s);
        QVERIFY(client.say(u" \n"_s).isEmpty());
        QVERIFY(!client.stream.isOver());
    }

    void stanzaOverTheLimitsIsRefusedAndCounted()
    {
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s).enabled();
        QString attributes;
        for (int i = 0; i < 70; ++i)
            attributes += u" a%1='x'"_s.arg(i);
        const QStringList answer =
            client.say({u"<message xmlns='jabber:client' id='7' type='groupchat' to='a@conference.localhost'%1/>"_s.arg(
                            attributes),
                        u"<r xmlns='urn:xmpp:sm:3'/>"_s});
        const XmlNode error = xml(answer[0]);
        QCOMPARE(error.attribute(u"type"), u"error"_s);
        QCOMPARE(error.attribute(u"id"), u"7"_s);
        QCOMPARE(error.attribute(u"from"), u"a@conference.localhost"_s);
        QCOMPARE(answer[1], u"<a xmlns='urn:xmpp:sm:3' h='1'/>"_s);
        QVERIFY(bench.host.stanzas.isEmpty());
    }

    void stanzasCarryTheirSender()
    {
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s).say(
            {u"<presence xmlns='jabber:client'/>"_s, u"<presence xmlns='jabber:client' from='alice@localhost'/>"_s});
        QCOMPARE(bench.host.stanzas.size(), 2);
        QCOMPARE(bench.host.stanzas[0].attribute(u"from"), u"alice@localhost/r"_s);
        QCOMPARE(bench.host.stanzas[1].attribute(u"from"), u"alice@localhost/r"_s);
    }

    void whoDoesNotSignInIsSentAway()
    {
        Bench bench;
        Client client(bench);
        client.say(openText);
        bench.clock.advance(30000);
        bench.turn.finish();
        QVERIFY(isError(client.take()[0], u"connection-timeout"_s));
    }

    void fifthWrongPasswordEndsTheStream()
    {
        Bench bench;
        Client client(bench);
        client.say(openText);
        QStringList answer;
        for (int i = 0; i < 5; ++i) {
            QVERIFY(!client.stream.isOver());
            answer = client.say(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGEAYg==</auth>"_s);
        }
        QVERIFY(isError(answer[1], u"policy-violation"_s));
    }

    void newerClientTakesTheResource()
    {
        Bench bench;
        Client old(bench);
        old.bound(u"r"_s).enabled();
        Client fresh(bench);
        fresh.bound(u"r"_s);
        const QStringList answer = old.take();
        QVERIFY(isError(answer[0], u"conflict"_s));
        QCOMPARE(bench.host.told, QStringList{u"replaced r"_s});
        QVERIFY(fresh.session(u"r"_s));
    }

    void clientThatSaysGoodbyeIsGone()
    {
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s).enabled();
        QCOMPARE(client.say(u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s),
                 QStringList{u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s});
        QVERIFY(client.channel.closed);
        client.stream.channelClosed();
        QCOMPARE(bench.host.told, QStringList{u"closed r"_s});
    }

    void lostClientWithoutManagementIsGoneAtOnce()
    {
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s);
        client.stream.channelClosed();
        QCOMPARE(bench.host.told, QStringList{u"lost r"_s});
    }

    void managementAnswersAsThePaperHasIt()
    {
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s);
        const XmlNode enabled = xml(client.say(enableText)[0]);
        QVERIFY(enabled.is(u"enabled", u"urn:xmpp:sm:3"));
        QCOMPARE(enabled.attribute(u"resume"), u"true"_s);
        QCOMPARE(enabled.attribute(u"max"), u"60"_s);
        QCOMPARE(client.say({u"<presence xmlns='jabber:client'/>"_s, u"<r xmlns='urn:xmpp:sm:3'/>"_s}),
                 QStringList{u"<a xmlns='urn:xmpp:sm:3' h='1'/>"_s});
        client.session(u"r"_s)->deliver(message(u"hi"_s));
        bench.turn.finish();
        const QStringList told = client.take();
        QVERIFY(told[0].contains(u" to='alice@localhost/r'"));
        QCOMPARE(told[1], u"<r xmlns='urn:xmpp:sm:3'/>"_s);
        // No second request while the first is open.
        client.session(u"r"_s)->deliver(message(u"ho"_s));
        bench.turn.finish();
        QCOMPARE(client.take().size(), 1);
        client.say(u"<a xmlns='urn:xmpp:sm:3' h='2'/>"_s);
        QCOMPARE(client.session(u"r"_s)->unacknowledged(), 0);
    }

    void aBusyClientIsAskedForTenAtOnce()
    {
        const QString request = u"<r xmlns='urn:xmpp:sm:3'/>"_s;
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s).enabled();
        const auto say = [&] {
            client.session(u"r"_s)->deliver(message(u"hi"_s));
            bench.turn.finish();
            return client.take();
        };
        QVERIFY(say().contains(request));
        client.say(u"<a xmlns='urn:xmpp:sm:3' h='1'/>"_s);
        for (int i = 2; i <= 10; ++i)
            QVERIFY(!say().contains(request));
        QVERIFY(say().contains(request));
        client.say(u"<a xmlns='urn:xmpp:sm:3' h='11'/>"_s);
        QVERIFY(!say().contains(request));
        bench.clock.advance(1000);
        QVERIFY(say().contains(request));
        client.say(u"<a xmlns='urn:xmpp:sm:3' h='13'/>"_s);
        QCOMPARE(client.session(u"r"_s)->unacknowledged(), 0);
    }

    void countsBeginWithManagement()
    {
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s);
        client.say(u"<presence xmlns='jabber:client'/>"_s);
        client.session(u"r"_s)->deliver(message(u"before"_s));
        client.enabled();
        QCOMPARE(client.say({u"<presence xmlns='jabber:client'/>"_s, u"<r xmlns='urn:xmpp:sm:3'/>"_s}),
                 QStringList{u"<a xmlns='urn:xmpp:sm:3' h='1'/>"_s});
        QCOMPARE(client.session(u"r"_s)->sentCount(), 0U);
    }

    void managementBeforeBindingFails()
    {
        Bench bench;
        Client client(bench);
        const QStringList answer = client.say({openText, authText, openText, enableText});
        QCOMPARE(answer.constLast(), u"<failed xmlns='urn:xmpp:sm:3'><unexpected-request "
                                     "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>"_s);
        QVERIFY(!client.stream.isOver());
    }

    void resumedStreamGetsWhatItMissedWithItsTime()
    {
        Bench bench;
        Client client(bench);
        const QString id = client.bound(u"r"_s).enabled();
        client.say(u"<presence xmlns='jabber:client'/>"_s);
        client.session(u"r"_s)->deliver(message(u"one"_s));
        bench.turn.finish();
        client.stream.channelClosed();
        bench.clock.advance(5000);
        client.session(u"r"_s)->deliver(message(u"two"_s));
        bench.clock.advance(5000);

        Client again(bench);
        again.say({openText, authText, openText});
        const QStringList answer = again.say(u"<resume xmlns='urn:xmpp:sm:3' previd='%1' h='1'/>"_s.arg(id));
        QCOMPARE(answer[0], u"<resumed xmlns='urn:xmpp:sm:3' previd='%1' h='1'/>"_s.arg(id));
        QCOMPARE(xmlDifference(xml(answer[1]), xml(u"<message xmlns='jabber:client' to='alice@localhost/r' "
                                                   "from='room@conference.localhost/bob' type='groupchat'>"
                                                   "<body>two</body><delay xmlns='urn:xmpp:delay' from='localhost' "
                                                   "stamp='2026-03-01T12:00:05.000Z'/></message>"_s)),
                 QString());
        QCOMPARE(bench.host.told, QStringList({u"detached r"_s, u"resumed r"_s}));
        // The counts go on.
        QCOMPARE(again.say({u"<presence xmlns='jabber:client'/>"_s, u"<r xmlns='urn:xmpp:sm:3'/>"_s}),
                 QStringList{u"<a xmlns='urn:xmpp:sm:3' h='2'/>"_s});
        QCOMPARE(bench.host.stanzas.constLast().attribute(u"from"), u"alice@localhost/r"_s);
    }

    void resumingTakesTheStreamFromAHalfOpenConnection()
    {
        Bench bench;
        Client client(bench);
        const QString id = client.bound(u"r"_s).enabled();
        Client again(bench);
        again.say({openText, authText, openText});
        const QStringList answer = again.say(u"<resume xmlns='urn:xmpp:sm:3' previd='%1' h='0'/>"_s.arg(id));
        QVERIFY(answer[0].startsWith(u"<resumed "));
        QVERIFY(isError(client.take()[0], u"conflict"_s));
        client.stream.channelClosed();
        QVERIFY(again.session(u"r"_s)->isAttached());
    }

    void guestComesBackAsItself()
    {
        const QString guest = u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"_s;
        Bench bench;
        Client client(bench);
        const QStringList bound = client.say({openText, guest, openText, bindText(u"r"_s)});
        const QString jid = xml(bound.constLast()).toXml().section(u"<jid>"_s, 1).section(u"</jid>"_s, 0, 0);
        const QString id = client.enabled();
        client.stream.channelClosed();
        Client again(bench);
        again.say({openText, guest, openText});
        QVERIFY(again.say(u"<resume xmlns='urn:xmpp:sm:3' previd='%1' h='0'/>"_s.arg(id))[0].startsWith(u"<resumed "));
        again.say(u"<presence xmlns='jabber:client'/>"_s);
        QCOMPARE(bench.host.stanzas.constLast().attribute(u"from"), jid);
        // An account's stream is nobody else's, whatever they know.
        Client alice(bench);
        const QString hers = alice.bound(u"r"_s).enabled();
        alice.stream.channelClosed();
        Client thief(bench);
        thief.say({openText, guest, openText});
        QVERIFY(thief.say(u"<resume xmlns='urn:xmpp:sm:3' previd='%1' h='0'/>"_s.arg(hers))[0].startsWith(u"<failed "));
    }

    void lateResumptionFailsWithTheCount()
    {
        Bench bench;
        Client client(bench);
        const QString id = client.bound(u"r"_s).enabled();
        client.say(u"<presence xmlns='jabber:client'/>"_s);
        client.stream.channelClosed();
        bench.clock.advance(60000);
        QCOMPARE(bench.host.told, QStringList({u"detached r"_s, u"lost r"_s}));
        Client again(bench);
        again.say({openText, authText, openText});
        QCOMPARE(again.say(u"<resume xmlns='urn:xmpp:sm:3' previd='%1' h='0'/>"_s.arg(id)),
                 QStringList{u"<failed xmlns='urn:xmpp:sm:3' h='1'><item-not-found "
                             "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>"_s});
        // And may bind on the same stream.
        QVERIFY(again.say(bindText(u"r"_s))[0].contains(u"alice@localhost/r"));
    }

    void unknownStreamCannotBeResumed()
    {
        Bench bench;
        Client client(bench);
        client.say({openText, authText, openText});
        QCOMPARE(client.say(u"<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>"_s),
                 QStringList{u"<failed xmlns='urn:xmpp:sm:3'><item-not-found "
                             "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>"_s});
    }

    void streamThatEndsUnsavedEndsAllTheSame()
    {
        Bench bench;
        Client polite(bench);
        Client rude(bench);
        polite.bound(u"p"_s);
        rude.bound(u"r"_s);
        bench.diskWorks = false;
        polite.say(u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s);
        rude.say(u"<nonsense xmlns='jabber:client'/>"_s);
        for (Client *client : {&polite, &rude}) {
            client->stream.endUncommitted();
            const QStringList told = client->take();
            QCOMPARE(told.size(), 2);
            QVERIFY(isError(told[0], u"internal-server-error"_s));
            QCOMPARE(told[1], u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s);
            QVERIFY(client->channel.closed);
            // What has ended says nothing more.
            client->stream.endUncommitted();
            QCOMPARE(client->take(), QStringList());
        }
    }

    void accountHasSoManySessions()
    {
        Bench bench;
        const auto jid = [](int number) { return *Jid::parse(u"alice@localhost/n%1"_s.arg(number)); };
        const auto resumable = [&](const Jid &session) {
            bench.sessions.makeResumable(bench.sessions.open(session, nullptr, {}), 60);
        };
        for (int i = 0; i < SessionTable::sessionsPerAccount; ++i)
            resumable(jid(i));
        resumable(*Jid::parse(u"bob@localhost/n"_s));
        const QString refused = u"<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"_s;
        Client client(bench);
        client.say({openText, authText, openText});
        QVERIFY(client.say(bindText(u"one more"_s))[0].contains(refused));
        // An older one of the same name makes way as ever.
        QVERIFY(!client.say(bindText(u"n7"_s))[0].contains(refused));
        QCOMPARE(bench.host.told, QStringList(u"replaced n7"_s));
        // So does the one that waits longest for its client.
        bench.sessions.detach(jid(3));
        bench.clock.advance(1000);
        bench.sessions.detach(jid(1));
        bench.clock.advance(1000);
        bench.host.told.clear();
        Client next(bench);
        next.say({openText, authText, openText});
        QVERIFY(!next.say(bindText(u"one more"_s))[0].contains(refused));
        QCOMPARE(bench.host.told, QStringList(u"lost n3"_s));
        QVERIFY(bench.sessions.find(jid(1)));
        // Whoever goes leaves the place to another.
        bench.sessions.end(jid(5), SessionEnd::Closed);
        Client last(bench);
        last.bound(u"in the place"_s);
        QVERIFY(last.stream.isBound());
        QVERIFY(bench.sessions.find(jid(1)));
    }

    void guestsThatWentAwayMakeWay()
    {
        Bench bench;
        const auto guest = [](int number) {
            return *Jid::parse(u"guest-%1@localhost/g%2"_s.arg(number, 20, 10, QChar(u'0')).arg(number));
        };
        for (int i = 0; i < SessionTable::waitingGuests; ++i) {
            bench.sessions.makeResumable(bench.sessions.open(guest(i), nullptr, {}), 60);
            bench.sessions.detach(guest(i));
            bench.clock.advance(1);
        }
        bench.host.told.clear();
        Client client(bench);
        client.say({openText, u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"_s, openText,
                    bindText(u"r"_s)});
        QVERIFY(client.stream.isBound());
        QCOMPARE(bench.host.told, QStringList(u"lost g0"_s));
        QVERIFY(bench.sessions.find(guest(1)));
    }

    void slowReaderIsCutOff()
    {
        Bench bench;
        Client client(bench);
        client.bound(u"r"_s).enabled();
        client.channel.pending = 64 * 1024 * 1024;
        client.session(u"r"_s)->deliver(message(u"x"_s));
        bench.turn.finish();
        QVERIFY(client.channel.aborted);
    }

    void whatWaitedForAResumptionIsNoSlowReader()
    {
        Bench bench;
        Client client(bench);
        const QString id = client.bound(u"r"_s).enabled();
        client.stream.channelClosed();
        const QString much = message(QString(400000, u'x')).toXml();
        for (int i = 0; i < 100; ++i)
            client.session(u"r"_s)->deliver(much);
        Client again(bench);
        again.say({openText, authText, openText});
        again.channel.keeps = true;
        const QStringList answer = again.say(u"<resume xmlns='urn:xmpp:sm:3' previd='%1' h='0'/>"_s.arg(id));
        QCOMPARE(answer.size(), 102); // and a request
        QVERIFY(!again.channel.aborted);
        // Not by what comes while it is reading either.
        again.channel.pending -= 1024 * 1024;
        again.session(u"r"_s)->deliver(message(u"x"_s));
        bench.turn.finish();
        QVERIFY(!again.channel.aborted);
        // Once it has read that, it is a client like others.
        again.channel.pending = 0;
        again.session(u"r"_s)->deliver(message(u"x"_s));
        bench.turn.finish();
        again.channel.pending = 33 * 1024 * 1024;
        again.session(u"r"_s)->deliver(message(u"x"_s));
        bench.turn.finish();
        QVERIFY(again.channel.aborted);
    }

    void comingBackWithoutReadingDoesNotKeepASession()
    {
        Bench bench;
        Client first(bench);
        const QString id = first.bound(u"r"_s).enabled();
        first.session(u"r"_s)->deliver(message(u"x"_s));
        bench.turn.finish();
        first.stream.channelClosed();
        const QString resume = u"<resume xmlns='urn:xmpp:sm:3' previd='%1' h='%2'/>"_s;
        bench.clock.advance(40000);
        Client second(bench);
        second.say({openText, authText, openText, resume.arg(id).arg(0)});
        second.stream.channelClosed();
        bench.clock.advance(19999);
        QVERIFY(second.session(u"r"_s));
        // Who tells that something has come has all the time anew.
        Client third(bench);
        third.say({openText, authText, openText, resume.arg(id).arg(1)});
        third.session(u"r"_s)->deliver(message(u"y"_s));
        bench.turn.finish();
        bench.clock.advance(3600000);
        third.stream.channelClosed();
        bench.clock.advance(40000);
        Client fourth(bench);
        fourth.say({openText, authText, openText, resume.arg(id).arg(1)});
        fourth.stream.channelClosed();
        bench.clock.advance(19999);
        QVERIFY(fourth.session(u"r"_s));
        bench.clock.advance(1);
        QVERIFY(!fourth.session(u"r"_s));
        QCOMPARE(bench.host.told.constLast(), u"lost r"_s);
    }

    void tooManyStanzasASecondAreRefused()
    {
        Bench bench;
        bench.settings.stanzasPerSecond = 1;
        Client client(bench);
        client.bound(u"r"_s);
        const QStringList flood(12, u"<message xmlns='jabber:client' id='m' to='a@conference.localhost'/>"_s);
        const QStringList answer = client.say(flood);
        QCOMPARE(bench.host.stanzas.size(), 10);
        QCOMPARE(answer.size(), 2);
        QVERIFY(answer[0].contains(u"resource-constraint"));
        bench.clock.advance(1000);
        client.say(flood[0]);
        QCOMPARE(bench.host.stanzas.size(), 11);
    }

    void countWrapsAround()
    {
        FakeClock clock;
        Session session(*Jid::parse(u"a@b/c"), u"b"_s, clock);
        session.enableManagement({});
        session.deliver(message(u"x"_s));
        QVERIFY(!session.acknowledge(2));
        QVERIFY(session.acknowledge(1));
        QVERIFY(session.acknowledge(0)); // backwards: nothing new
        QCOMPARE(session.sentCount(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestServerStream)
#include "tst_serverstream.moc"
