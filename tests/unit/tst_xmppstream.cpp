#include "stanza/namespaces.h"
#include "support/fakeclock.h"
#include "support/fakestanzachannel.h"
#include "support/xml.h"
#include "xmpp/xmppstream.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

const QString loginFeatures =
    u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms "
    "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>"_s;

XmlNode message(const QString &id)
{
    return XmlNode(u"message"_s, ns::client).setAttribute(u"id"_s, id);
}

QString managementText(const QList<XmlNode> &elements)
{
    QStringList texts;
    for (const XmlNode &element : elements)
        texts.append(element.name() + element.attribute(u"h"));
    return texts.join(u' ');
}

} // namespace

/// Everything a test of one stream needs; signals are written down in order.
struct Rig {
    Rig() : stream(fake.factory(), clock)
    {
        stream.setCredentials({*Jid::parse(u"alice@example.org"), u"secret"_s, u"desk"_s, false});
        QObject::connect(&stream, &XmppStream::authenticating, &stream, [this] { log.append(u"authenticating"_s); });
        QObject::connect(&stream, &XmppStream::ready, &stream,
                         [this](bool resumed) { log.append(resumed ? u"resumed"_s : u"ready"_s); });
        QObject::connect(&stream, &XmppStream::closed, &stream, [this](const Error &error, StreamEnd how) {
            log.append(u"closed"_s);
            cause = error;
            end = how;
        });
        QObject::connect(&stream, &XmppStream::stanzaReceived, &stream,
                         [this](const XmlNode &node, StanzaSerial serial) {
                             log.append(node.attribute(u"id"));
                             serials.append(serial);
                             if (holding)
                                 stream.hold(serial);
                         });
        QObject::connect(&stream, &XmppStream::stanzaRefused, &stream,
                         [this](const XmlNode &node, StanzaSerial serial) {
                             log.append(u"refused "_s + node.attribute(u"id"));
                             serials.append(serial);
                         });
    }

    void login()
    {
        stream.connectTo(FakeStanzaChannel::url());
        fake.completeLogin();
        log.clear();
    }
    void reconnect() { stream.connectTo(FakeStanzaChannel::url()); }
    QString takeLog() { return std::exchange(log, {}).join(u' '); }

    FakeClock clock;
    FakeStanzaChannel fake;
    XmppStream stream;
    QStringList log;
    QList<StanzaSerial> serials;
    bool holding = false;
    Error cause;
    StreamEnd end = StreamEnd::Network;
};

class TestXmppStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsInAndBinds()
    {
        Rig rig;
        rig.stream.connectTo(FakeStanzaChannel::url());
        QCOMPARE(rig.stream.state(), XmppStream::State::Connecting);
        rig.fake.acceptConnection();
        QCOMPARE(
            rig.fake.expect(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.org' version='1.0'/>"_s),
            QString());
        rig.fake.inject(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='example.org' version='1.0'/>"_s);
        QCOMPARE(rig.fake.expectNothingSent(), QString());
        rig.fake.inject(loginFeatures);
        QCOMPARE(rig.stream.state(), XmppStream::State::Authenticating);
        QCOMPARE(rig.fake.expect(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                                 "AGFsaWNlAHNlY3JldA==</auth>"_s),
                 QString());
        rig.fake.inject(u"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"_s);
        QCOMPARE(
            rig.fake.expect(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.org' version='1.0'/>"_s),
            QString());
        rig.fake.inject(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='example.org' version='1.0'/>"_s);
        rig.fake.inject(u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'><bind "
                        "xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/></stream:features>"_s);
        const XmlNode bind = rig.fake.sent().value(0);
        QCOMPARE(rig.fake.expect(u"<iq xmlns='jabber:client' type='set' id='*'><bind "
                                 "xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>desk</resource></bind></iq>"_s),
                 QString());
        rig.fake.inject(u"<iq xmlns='jabber:client' type='result' id='%1'><bind "
                        "xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@example.org/desk</jid></bind></iq>"_s.arg(
                            bind.attribute(u"id")));
        QCOMPARE(rig.fake.expect(u"<enable xmlns='urn:xmpp:sm:3' resume='true' max='600'/>"_s), QString());
        QCOMPARE(rig.takeLog(), u"authenticating"_s);
        rig.fake.inject(u"<enabled xmlns='urn:xmpp:sm:3' resume='true' id='x' max='300'/>"_s);
        QCOMPARE(rig.takeLog(), u"ready"_s);
        QCOMPARE(rig.stream.state(), XmppStream::State::Ready);
        QCOMPARE(rig.stream.boundJid().toString(), u"alice@example.org/desk"_s);
        QVERIFY(rig.stream.canResume());
    }

    void passwordGoesOutWhereItMayOnly_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<SignInStrength>("weakest");
        QTest::addColumn<bool>("goesOut");
        const QString here = u"wss://127.0.0.1/ws"_s;
        const QString there = u"wss://chat.example.org/ws"_s;
        QTest::newRow("within this machine") << here << SignInStrength::Unknown << true;
        QTest::newRow("over a network") << there << SignInStrength::Unknown << false;
        QTest::newRow("wanted by the person") << there << SignInStrength::Plain << true;
        QTest::newRow("after SCRAM") << here << SignInStrength::ScramSha1 << false;
    }

    void passwordGoesOutWhereItMayOnly()
    {
        QFETCH(QString, url);
        QFETCH(SignInStrength, weakest);
        QFETCH(bool, goesOut);
        Rig rig;
        Credentials credentials = rig.stream.credentials();
        credentials.weakest = weakest;
        rig.stream.setCredentials(credentials);
        rig.stream.connectTo(QUrl(url));
        rig.fake.acceptConnection();
        rig.fake.takeSent();
        rig.fake.inject(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='example.org' version='1.0'/>"_s);
        rig.fake.inject(loginFeatures);
        if (goesOut) {
            QCOMPARE(rig.fake.takeSent().attribute(u"mechanism"), u"PLAIN"_s);
            QCOMPARE(rig.takeLog(), u"authenticating"_s);
        } else {
            QCOMPARE(rig.takeLog(), u"closed"_s);
            QCOMPARE(rig.cause.kind, ErrorKind::WeakSignIn);
            QCOMPARE(rig.end, StreamEnd::Final);
        }
    }

    void worksWithoutStreamManagement()
    {
        Rig rig;
        rig.stream.connectTo(FakeStanzaChannel::url());
        FakeStanzaChannel::Login login;
        login.streamManagement = false;
        rig.fake.completeLogin(login);
        QCOMPARE(rig.takeLog(), u"authenticating ready"_s);
        QVERIFY(!rig.stream.canResume());
        rig.fake.inject(message(u"m1"_s));
        QCOMPARE(rig.serials, QList<StanzaSerial>{0});
        rig.stream.hold(0);
        QCOMPARE(rig.stream.unsettledCount(), 0);
        for (int i = 0; i < 50; ++i)
            rig.stream.send(message(u"o"_s));
        QVERIFY(rig.fake.takeManagementSent().isEmpty());
    }

    void resumesAndSendsAgainWhatTheServerMissed()
    {
        Rig rig;
        rig.login();
        for (const QString &id : {u"a"_s, u"b"_s, u"c"_s})
            rig.stream.send(message(id));
        rig.fake.inject(message(u"in1"_s));
        rig.fake.dropConnection();
        QCOMPARE(rig.takeLog(), u"in1 closed"_s);
        QCOMPARE(rig.end, StreamEnd::Network);
        QVERIFY(rig.stream.canResume());

        // New words of a receiver of ready() must come behind the old ones.
        QObject::connect(&rig.stream, &XmppStream::ready, &rig.stream, [&rig] { rig.stream.send(message(u"new"_s)); });
        rig.reconnect();
        rig.fake.signIn();
        QCOMPARE(rig.fake.expect(u"<resume xmlns='urn:xmpp:sm:3' previd='sm-1' h='1'/>"_s), QString());
        rig.fake.inject(u"<resumed xmlns='urn:xmpp:sm:3' previd='sm-1' h='1'/>"_s);
        QCOMPARE(rig.takeLog(), u"authenticating resumed"_s);
        QCOMPARE(rig.fake.takeSent().attribute(u"id"), u"b"_s);
        QCOMPARE(rig.fake.takeSent().attribute(u"id"), u"c"_s);
        QCOMPARE(rig.fake.takeSent().attribute(u"id"), u"new"_s);
        rig.fake.inject(message(u"replayed"_s));
        QCOMPARE(rig.takeLog(), u"replayed"_s);
        QCOMPARE(rig.serials, (QList<StanzaSerial>{1, 2}));
    }

    void failedResumeBindsOnTheSameStream()
    {
        Rig rig;
        rig.login();
        rig.stream.send(message(u"lost"_s));
        rig.fake.dropConnection();
        rig.takeLog();
        rig.reconnect();
        FakeStanzaChannel::Login login;
        login.failedH = u"0"_s;
        rig.fake.completeLogin(login);
        QCOMPARE(rig.takeLog(), u"authenticating ready"_s);
        QCOMPARE(rig.fake.attempts(), 2);
        QCOMPARE(rig.fake.expectNothingSent(), QString());
        QCOMPARE(rig.stream.unacknowledgedBytes(), 0);
        rig.fake.inject(message(u"m"_s));
        rig.clock.advance(250);
        QCOMPARE(managementText(rig.fake.takeManagementSent()), u"a1"_s);
    }

    void impossibleCounterEndsTheSession_data()
    {
        QTest::addColumn<QString>("h");
        QTest::newRow("more than was sent") << u"3"_s;
        QTest::newRow("going back") << u"4294967295"_s;
        QTest::newRow("no number") << u"x"_s;
        QTest::newRow("too large") << u"4294967296"_s;
        QTest::newRow("missing") << QString();
    }

    void impossibleCounterEndsTheSession()
    {
        QFETCH(QString, h);
        Rig rig;
        rig.login();
        rig.stream.send(message(u"a"_s));
        rig.stream.send(message(u"b"_s));
        rig.fake.inject(u"<a xmlns='urn:xmpp:sm:3' h='%1'/>"_s.arg(h));
        QCOMPARE(rig.takeLog(), u"closed"_s);
        QCOMPARE(rig.end, StreamEnd::Policy);
        QVERIFY(!rig.stream.canResume());
    }

    void impossibleCounterOfAResumeEndsTheSession()
    {
        Rig rig;
        rig.login();
        rig.fake.dropConnection();
        rig.reconnect();
        rig.takeLog();
        rig.fake.completeResume(7);
        QCOMPARE(rig.takeLog(), u"authenticating closed"_s);
        QVERIFY(!rig.stream.canResume());
        rig.reconnect();
        rig.fake.completeLogin();
        QCOMPARE(rig.takeLog(), u"authenticating ready"_s);
    }

    void heldStanzaStopsTheCountUntilItIsSettled()
    {
        Rig rig;
        rig.login();
        rig.holding = true;
        rig.fake.inject(message(u"1"_s));
        rig.holding = false;
        rig.fake.inject(message(u"2"_s));
        QCOMPARE(rig.stream.unsettledCount(), 1);
        rig.fake.inject(u"<r xmlns='urn:xmpp:sm:3'/>"_s);
        QVERIFY(rig.fake.takeManagementSent().isEmpty());
        rig.clock.advance(250);
        QCOMPARE(managementText(rig.fake.takeManagementSent()), u"a0"_s);
        rig.stream.settle(rig.serials[0]);
        rig.clock.advance(249);
        QVERIFY(rig.fake.takeManagementSent().isEmpty());
        rig.clock.advance(1);
        QCOMPARE(managementText(rig.fake.takeManagementSent()), u"a2"_s);
    }

    void forgottenStanzaComesAgainAfterAResume()
    {
        Rig rig;
        rig.login();
        rig.fake.inject(message(u"1"_s));
        rig.holding = true;
        rig.fake.inject(message(u"2"_s));
        rig.fake.inject(message(u"3"_s));
        rig.stream.settle(rig.serials[2]);
        rig.stream.forget(rig.serials[1]);
        QCOMPARE(rig.stream.unsettledCount(), 0);
        rig.holding = false;
        rig.fake.dropConnection();
        rig.reconnect();
        rig.fake.signIn();
        QCOMPARE(rig.fake.takeSent().attribute(u"h"), u"1"_s);
        rig.fake.inject(u"<resumed xmlns='urn:xmpp:sm:3' previd='sm-1' h='0'/>"_s);
        rig.fake.inject(message(u"2"_s));
        rig.fake.inject(message(u"3"_s));
        rig.fake.inject(message(u"4"_s));
        // Serials are never used twice, so a late settle() of the old 2 cannot hit the new one. The second 3, which is
        // counted but has been dealt with, is told nobody.
        QCOMPARE(rig.serials, (QList<StanzaSerial>{1, 2, 3, 4, 6}));
        rig.fake.inject(u"<r xmlns='urn:xmpp:sm:3'/>"_s);
        QCOMPARE(managementText(rig.fake.takeManagementSent()), u"a4"_s);
    }

    void stanzaSettledDuringTheOutageIsNotAskedForAgain()
    {
        Rig rig;
        rig.login();
        rig.holding = true;
        rig.fake.inject(message(u"1"_s));
        rig.fake.dropConnection();
        QCOMPARE(rig.stream.unsettledCount(), 1);
        rig.stream.settle(rig.serials[0]);
        rig.reconnect();
        rig.fake.signIn();
        QCOMPARE(rig.fake.takeSent().attribute(u"h"), u"1"_s);
    }

    void stanzaOfANewSessionBeforeReadyIsDeliveredAfterIt()
    {
        Rig rig;
        rig.stream.connectTo(FakeStanzaChannel::url());
        rig.fake.signIn();
        const QString id = rig.fake.takeSent().attribute(u"id");
        rig.fake.inject(message(u"early1"_s));
        rig.fake.inject(
            u"<iq xmlns='jabber:client' type='result' id='%1'><bind "
            "xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@example.org/r</jid></bind></iq>"_s.arg(id));
        rig.fake.inject(message(u"early2"_s));
        rig.fake.inject(u"<enabled xmlns='urn:xmpp:sm:3' resume='true' id='x'/>"_s);
        rig.fake.inject(message(u"counted"_s));
        QCOMPARE(rig.takeLog(), u"authenticating ready early1 early2 counted"_s);
        QCOMPARE(rig.serials, (QList<StanzaSerial>{0, 0, 1}));
    }

    void refusedStanzaCounts()
    {
        Rig rig;
        rig.login();
        rig.fake.injectRefused(u"<message xmlns='jabber:client' id='bad'/>"_s);
        rig.fake.inject(message(u"good"_s));
        QCOMPARE(rig.takeLog(), u"refused bad good"_s);
        QCOMPARE(rig.serials, (QList<StanzaSerial>{1, 2}));
        rig.fake.inject(u"<r xmlns='urn:xmpp:sm:3'/>"_s);
        QCOMPARE(managementText(rig.fake.takeManagementSent()), u"a2"_s);
    }

    void conflictAtBindTriesAnotherResourceOnce()
    {
        Rig rig;
        rig.stream.connectTo(FakeStanzaChannel::url());
        rig.fake.signIn();
        const auto conflict = [&rig](const QString &id) {
            rig.fake.inject(u"<iq xmlns='jabber:client' type='error' id='%1'><error type='cancel'><conflict "
                            "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"_s.arg(id));
        };
        conflict(rig.fake.takeSent().attribute(u"id"));
        const XmlNode second = rig.fake.takeSent();
        const QString resource = second.child(u"bind", ns::bind).child(u"resource", ns::bind).text();
        QVERIFY(!resource.isEmpty() && resource != u"desk");
        conflict(second.attribute(u"id"));
        QCOMPARE(rig.takeLog(), u"authenticating closed"_s);
        QCOMPARE(rig.cause.kind, ErrorKind::ServerRefused);
    }

    void streamErrorsSayHowToGoOn_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<StreamEnd>("end");
        QTest::addColumn<bool>("resumable");
        QTest::newRow("shutdown") << u"system-shutdown"_s << StreamEnd::ServerShutdown << true;
        QTest::newRow("conflict") << u"conflict"_s << StreamEnd::Conflict << false;
        QTest::newRow("policy") << u"policy-violation"_s << StreamEnd::Policy << false;
        QTest::newRow("not well-formed") << u"not-well-formed"_s << StreamEnd::Input << false;
        QTest::newRow("host unknown") << u"host-unknown"_s << StreamEnd::Refused << true;
        QTest::newRow("see other host") << u"see-other-host"_s << StreamEnd::Refused << true;
        QTest::newRow("undefined") << u"undefined-condition"_s << StreamEnd::Network << true;
    }

    void streamErrorsSayHowToGoOn()
    {
        QFETCH(QString, condition);
        QFETCH(StreamEnd, end);
        QFETCH(bool, resumable);
        Rig rig;
        rig.login();
        rig.fake.inject(u"<stream:error xmlns:stream='http://etherx.jabber.org/streams'><%1 "
                        "xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text "
                        "xmlns='urn:ietf:params:xml:ns:xmpp-streams'>bye</text></stream:error>"_s.arg(condition));
        QCOMPARE(rig.takeLog(), u"closed"_s);
        QCOMPARE(rig.end, end);
        QCOMPARE(rig.cause.detail, condition);
        QCOMPARE(rig.stream.canResume(), resumable);
        QVERIFY(!rig.fake.isConnected());
    }

    void channelEndsAreTranslated_data()
    {
        QTest::addColumn<ChannelEnd>("channel");
        QTest::addColumn<StreamEnd>("stream");
        QTest::newRow("network") << ChannelEnd::Network << StreamEnd::Network;
        QTest::newRow("refused") << ChannelEnd::Refused << StreamEnd::Refused;
        QTest::newRow("going away") << ChannelEnd::GoingAway << StreamEnd::ServerShutdown;
        QTest::newRow("input") << ChannelEnd::InputRefused << StreamEnd::Input;
        QTest::newRow("tls") << ChannelEnd::Untrusted << StreamEnd::Final;
    }

    void channelEndsAreTranslated()
    {
        QFETCH(ChannelEnd, channel);
        QFETCH(StreamEnd, stream);
        Rig rig;
        rig.login();
        const Error error = Error::make(ErrorKind::ServerUnreachable, {}, u"x"_s);
        rig.fake.dropConnection(error, channel);
        QCOMPARE(rig.end, stream);
        QCOMPARE(rig.cause, error);
        QCOMPARE(rig.stream.state(), XmppStream::State::Closed);
    }

    void closesInOrder()
    {
        Rig rig;
        rig.login();
        rig.fake.setAnswersClose(false);
        rig.fake.inject(message(u"m"_s));
        rig.stream.close();
        QCOMPARE(managementText(rig.fake.takeManagementSent()), u"a1"_s);
        QCOMPARE(rig.fake.expect(u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s), QString());
        rig.stream.send(message(u"too late"_s));
        rig.fake.inject(message(u"too late"_s));
        QCOMPARE(rig.fake.expectNothingSent(), QString());
        QCOMPARE(rig.takeLog(), u"m"_s);
        rig.fake.inject(u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s);
        QCOMPARE(rig.takeLog(), u"closed"_s);
        QCOMPARE(rig.end, StreamEnd::Closed);
        QVERIFY(!rig.stream.canResume());
    }

    void closeWaitsTwoSecondsAtMost()
    {
        Rig rig;
        rig.login();
        rig.fake.setAnswersClose(false);
        rig.stream.close();
        rig.clock.advance(1999);
        QCOMPARE(rig.takeLog(), QString());
        rig.clock.advance(1);
        QCOMPARE(rig.takeLog(), u"closed"_s);
        QCOMPARE(rig.end, StreamEnd::Closed);
    }

    void closeWhileConnectingEndsAtOnce()
    {
        Rig rig;
        rig.reconnect();
        rig.stream.close();
        QCOMPARE(rig.takeLog(), u"closed"_s);
        QCOMPARE(rig.end, StreamEnd::Closed);
        QVERIFY(!rig.fake.isConnected());
    }

    void closeOfTheServerIsAnsweredAndIsALoss()
    {
        Rig rig;
        rig.login();
        rig.fake.inject(u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s);
        QCOMPARE(rig.fake.expect(u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s), QString());
        QCOMPARE(rig.end, StreamEnd::Network);
        QCOMPARE(rig.cause.kind, ErrorKind::ServerUnreachable);
    }

    void nothingComesFromAClosedConnection()
    {
        Rig rig;
        rig.login();
        QObject::connect(&rig.stream, &XmppStream::stanzaReceived, &rig.stream,
                         [&rig] { rig.stream.abort(Error::make(ErrorKind::TimedOut)); });
        rig.fake.inject(message(u"last"_s));
        QCOMPARE(rig.takeLog(), u"last closed"_s);
        QVERIFY(!rig.fake.isConnected());
        rig.clock.advance(600000);
        QCOMPARE(rig.takeLog(), QString());
    }

    void signInHasATimeLimit()
    {
        Rig rig;
        rig.reconnect();
        rig.fake.acceptConnection();
        rig.clock.advance(20000);
        // Words do not extend it.
        rig.fake.inject(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='example.org' version='1.0'/>"_s);
        rig.clock.advance(4999);
        QCOMPARE(rig.takeLog(), QString());
        rig.clock.advance(1);
        QCOMPARE(rig.takeLog(), u"closed"_s);
        QCOMPARE(rig.cause.kind, ErrorKind::TimedOut);
        QCOMPARE(rig.end, StreamEnd::Network);
    }

    void unexpectedElementEndsTheSignIn()
    {
        Rig rig;
        rig.reconnect();
        rig.fake.acceptConnection();
        rig.fake.inject(message(u"x"_s));
        QCOMPARE(rig.takeLog(), u"closed"_s);
        QCOMPARE(rig.cause.kind, ErrorKind::NotAnXmppServer);
        QCOMPARE(rig.end, StreamEnd::Refused);
    }

    void unencryptedEndpointIsRefused()
    {
        Rig rig;
        rig.stream.connectTo(QUrl(u"ws://chat.example.org/ws"_s));
        QCOMPARE(rig.takeLog(), QString());
        rig.clock.advance(0);
        QCOMPARE(rig.takeLog(), u"closed"_s);
        QCOMPARE(rig.cause.kind, ErrorKind::TlsFailed);
        QCOMPARE(rig.end, StreamEnd::Final);
        QCOMPARE(rig.fake.attempts(), 0);
    }

    void deadLinkIsNoticed()
    {
        Rig rig;
        rig.login();
        rig.fake.setSilent(true);
        rig.clock.advance(44999);
        QCOMPARE(rig.takeLog(), QString());
        QCOMPARE(rig.fake.pings(), 1);
        rig.clock.advance(1);
        QCOMPARE(rig.takeLog(), u"closed"_s);
        QCOMPARE(rig.end, StreamEnd::Network);
        QVERIFY(rig.stream.canResume());
    }

    void sessionThatAnswersNoRequestIsNotResumed()
    {
        Rig rig;
        rig.login();
        rig.fake.setAnswersAckRequests(false);
        rig.stream.send(message(u"hello"_s));
        // What others say still comes; only our own words are not heard.
        QString log;
        for (int second = 0; second < 180 && !log.contains(u"closed"_s); second += 5) {
            rig.clock.advance(5000);
            if (log += rig.takeLog(); !log.contains(u"closed"_s))
                rig.fake.inject(message(u"others"_s));
        }
        QVERIFY(log.contains(u"closed"_s));
        QCOMPARE(rig.end, StreamEnd::Network);
        QVERIFY(!rig.stream.canResume());
    }

    void silenceAfterSendingIsNoticedSooner()
    {
        Rig rig;
        rig.login();
        rig.fake.setSilent(true);
        rig.fake.setAnswersAckRequests(false);
        XmlNode big = message(u"big"_s);
        big.addTextChild(u"body"_s, QString(6000, u'x'), ns::client);
        rig.stream.send(big);
        rig.stream.expectActivity();
        rig.clock.advance(12000);
        QCOMPARE(rig.takeLog(), QString());
        rig.clock.advance(100);
        QCOMPARE(rig.takeLog(), u"closed"_s);
    }

    void acksAreAskedForAndTaken()
    {
        Rig rig;
        rig.login();
        rig.fake.setAnswersAckRequests(false);
        for (int i = 0; i < 19; ++i)
            rig.stream.send(message(u"m"_s));
        QVERIFY(rig.fake.takeManagementSent().isEmpty());
        rig.stream.send(message(u"m"_s));
        QCOMPARE(managementText(rig.fake.takeManagementSent()), u"r"_s);
        QVERIFY(rig.stream.unacknowledgedBytes() > 0);
        rig.fake.inject(u"<a xmlns='urn:xmpp:sm:3' h='20'/>"_s);
        QCOMPARE(rig.stream.unacknowledgedBytes(), 0);
        rig.stream.send(message(u"m"_s));
        rig.clock.advance(15000);
        QCOMPARE(managementText(rig.fake.takeManagementSent()), u"r"_s);
    }

    void anotherAccountDoesNotResume()
    {
        Rig rig;
        rig.login();
        rig.fake.dropConnection();
        QVERIFY(rig.stream.canResume());
        rig.stream.setCredentials({*Jid::parse(u"bob@example.org"), u"secret"_s, u"desk"_s, false});
        QVERIFY(!rig.stream.canResume());
    }

    void nothingIsSentWhenNotReady()
    {
        Rig rig;
        rig.stream.send(message(u"x"_s));
        rig.reconnect();
        rig.fake.acceptConnection();
        rig.fake.takeAllSent();
        rig.stream.send(message(u"x"_s));
        QCOMPARE(rig.fake.expectNothingSent(), QString());
    }
};

QTEST_GUILESS_MAIN(TestXmppStream)
#include "tst_xmppstream.moc"
