#include "stanza/namespaces.h"
#include "support/fakeclock.h"
#include "support/fakestanzachannel.h"
#include "support/xml.h"
#include "xmpp/iqrouter.h"
#include "xmpp/xmppstream.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

Jid jid(const QString &text)
{
    return *Jid::parse(text);
}

struct Rig {
    Rig() : stream(fake.factory(), clock), iqs(stream, clock)
    {
        stream.setCredentials({jid(u"alice@example.org"_s), u"secret"_s, u"desk"_s, false});
        QObject::connect(&stream, &XmppStream::stanzaReceived, &stream,
                         [this](const XmlNode &node, StanzaSerial) { handled.append(iqs.handle(node)); });
        stream.connectTo(FakeStanzaChannel::url());
        fake.completeLogin();
    }
    QFuture<IqAnswer> ask(const QString &to)
    {
        return iqs.get(to.isEmpty() ? Jid() : jid(to), XmlNode(u"ping"_s, ns::ping));
    }
    void answer(const QString &id, const QString &from, const QString &type = u"result"_s)
    {
        XmlNode iq(u"iq"_s, ns::client);
        iq.setAttribute(u"type"_s, type).setAttribute(u"id"_s, id);
        if (!from.isEmpty())
            iq.setAttribute(u"from"_s, from);
        fake.inject(iq);
    }

    FakeClock clock;
    FakeStanzaChannel fake;
    XmppStream stream;
    IqRouter iqs;
    QList<bool> handled;
};

} // namespace

class TestIqRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestIsWrittenAndAnswered()
    {
        Rig rig;
        const auto future = rig.iqs.set(jid(u"room@muc.example.org"_s), XmlNode(u"query"_s, u"q"_s));
        const QString id = rig.fake.sent().value(0).attribute(u"id");
        QVERIFY(id.size() >= 16);
        QCOMPARE(rig.fake.expect(u"<iq xmlns='jabber:client' type='set' id='*' to='room@muc.example.org'><query "
                                 "xmlns='q'/></iq>"_s),
                 QString());
        QVERIFY(!future.isFinished());
        rig.answer(id, u"room@muc.example.org"_s);
        QVERIFY(future.isFinished());
        QCOMPARE(future.result()->attribute(u"id"), id);
        QCOMPARE(rig.handled, QList<bool>{true});
        // The same again answers nothing.
        rig.answer(id, u"room@muc.example.org"_s);
        QCOMPARE(rig.handled, (QList<bool>{true, false}));
    }

    void errorIsAnAnswer()
    {
        Rig rig;
        const auto future = rig.ask(u"muc.example.org"_s);
        rig.answer(rig.fake.takeSent().attribute(u"id"), u"muc.example.org"_s, u"error"_s);
        QVERIFY(future.result().isOk());
        QCOMPARE(future.result()->attribute(u"type"), u"error"_s);
    }

    void onlyWhoWasAskedAnswers_data()
    {
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("from");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("itself") << u"room@muc.example.org"_s << u"room@muc.example.org"_s << true;
        QTest::newRow("other case") << u"room@muc.example.org"_s << u"ROOM@Muc.Example.org"_s << true;
        QTest::newRow("an occupant of it") << u"room@muc.example.org"_s << u"room@muc.example.org/eve"_s << false;
        QTest::newRow("somebody else") << u"room@muc.example.org"_s << u"eve@example.org"_s << false;
        QTest::newRow("nobody") << u"room@muc.example.org"_s << QString() << false;
        QTest::newRow("no address") << u"room@muc.example.org"_s << u"@@"_s << false;
        QTest::newRow("account, nobody") << QString() << QString() << true;
        QTest::newRow("account, bare") << QString() << u"alice@example.org"_s << true;
        QTest::newRow("account, full") << QString() << u"alice@example.org/desk"_s << true;
        QTest::newRow("account, server") << QString() << u"example.org"_s << true;
        QTest::newRow("account, other resource") << QString() << u"alice@example.org/other"_s << false;
        QTest::newRow("account, other") << QString() << u"eve@example.org"_s << false;
        QTest::newRow("server, nobody") << u"example.org"_s << QString() << true;
        QTest::newRow("server, account") << u"example.org"_s << u"alice@example.org"_s << false;
    }

    void onlyWhoWasAskedAnswers()
    {
        QFETCH(QString, to);
        QFETCH(QString, from);
        QFETCH(bool, accepted);
        if (!accepted)
            QTest::ignoreMessage(QtWarningMsg, "an answer came from somebody who was not asked");
        Rig rig;
        const auto future = rig.ask(to);
        rig.answer(rig.fake.takeSent().attribute(u"id"), from);
        QCOMPARE(future.isFinished(), accepted);
        QCOMPARE(rig.handled, QList<bool>{accepted});
    }

    void answerBehindMuchElseIsWaitedFor_data()
    {
        QTest::addColumn<int>("bytesPerSecond");
        QTest::addColumn<int>("seconds");
        QTest::newRow("nothing comes") << 0 << 15;
        QTest::newRow("what is said now") << 300 << 21;
        QTest::newRow("a slow link") << 1900 << 300;
    }

    void answerBehindMuchElseIsWaitedFor()
    {
        QFETCH(int, bytesPerSecond);
        QFETCH(int, seconds);
        Rig rig;
        const auto future = rig.iqs.get(jid(u"muc.example.org"_s), XmlNode(u"ping"_s, ns::ping), 15000);
        XmlNode other(u"message"_s, ns::client);
        other.addTextChild(u"body"_s, QString(bytesPerSecond, u'x'), ns::client);
        int waited = 0;
        while (!future.isFinished() && waited < 1000) {
            rig.clock.advance(1000);
            ++waited;
            if (bytesPerSecond > 0 && !future.isFinished())
                rig.fake.inject(other);
        }
        QCOMPARE(future.result().error().kind, ErrorKind::TimedOut);
        QVERIFY2(qAbs(waited - seconds) <= 1, qPrintable(QString::number(waited)));
    }

    void unansweredRequestTimesOut()
    {
        Rig rig;
        const auto future = rig.iqs.get(jid(u"muc.example.org"_s), XmlNode(u"ping"_s, ns::ping), 5000);
        const auto standard = rig.ask(u"muc.example.org"_s);
        rig.clock.advance(4999);
        QVERIFY(!future.isFinished());
        rig.clock.advance(1);
        QCOMPARE(future.result().error().kind, ErrorKind::TimedOut);
        QVERIFY(!standard.isFinished());
        rig.clock.advance(25000);
        QCOMPARE(standard.result().error().kind, ErrorKind::TimedOut);
    }

    void withoutConnectionTheAnswerComesAtOnce()
    {
        Rig rig;
        rig.stream.close();
        QCOMPARE(rig.ask(u"muc.example.org"_s).result().error().kind, ErrorKind::NotConnected);
    }

    void requestLivesOverAResume()
    {
        Rig rig;
        const auto future = rig.ask(u"muc.example.org"_s);
        const QString id = rig.fake.takeSent().attribute(u"id");
        rig.fake.dropConnection();
        QVERIFY(!future.isFinished());
        rig.stream.connectTo(FakeStanzaChannel::url());
        rig.fake.completeResume(0);
        // The server had not got it, so it is sent again, with its id.
        QCOMPARE(rig.fake.takeSent().attribute(u"id"), id);
        rig.answer(id, u"muc.example.org"_s);
        QVERIFY(future.result().isOk());
    }

    void newSessionEndsWhatWasWaiting()
    {
        Rig rig;
        const auto future = rig.ask(u"muc.example.org"_s);
        rig.fake.dropConnection();
        rig.stream.connectTo(FakeStanzaChannel::url());
        rig.fake.completeLogin();
        QCOMPARE(future.result().error().kind, ErrorKind::NotConnected);
    }

    void endWithoutResumeEndsWhatWasWaiting()
    {
        Rig rig;
        const auto future = rig.ask(u"muc.example.org"_s);
        rig.stream.close();
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind, ErrorKind::NotConnected);
    }

    void continuationMayAskAgain()
    {
        Rig rig;
        int rounds = 0;
        std::function<void()> again = [&] {
            rig.ask(u"muc.example.org"_s).then(&rig.iqs, [&](const IqAnswer &) {
                if (++rounds < 3)
                    again();
            });
        };
        again();
        for (int i = 0; i < 3; ++i) {
            rig.answer(rig.fake.takeSent().attribute(u"id"), u"muc.example.org"_s);
            QTRY_COMPARE(rounds, i + 1);
        }
    }

    void pingsAreAnswered()
    {
        Rig rig;
        rig.fake.inject(u"<iq xmlns='jabber:client' type='get' id='p1' from='example.org'><ping "
                        "xmlns='urn:xmpp:ping'/></iq>"_s);
        QCOMPARE(rig.fake.expect(u"<iq xmlns='jabber:client' type='result' id='p1' to='example.org'/>"_s), QString());
        QCOMPARE(rig.handled, QList<bool>{true});
    }

    void unknownRequestsAreRefused_data()
    {
        QTest::addColumn<QString>("type");
        QTest::newRow("get") << u"get"_s;
        QTest::newRow("set") << u"set"_s;
    }

    void unknownRequestsAreRefused()
    {
        QFETCH(QString, type);
        Rig rig;
        rig.fake.inject(u"<iq xmlns='jabber:client' type='%1' id='v1' from='bob@example.org/x'><query "
                        "xmlns='jabber:iq:version'/></iq>"_s.arg(type));
        const XmlNode answer = rig.fake.takeSent();
        QCOMPARE(answer.attribute(u"type"), u"error"_s);
        QCOMPARE(answer.attribute(u"id"), u"v1"_s);
        QCOMPARE(answer.attribute(u"to"), u"bob@example.org/x"_s);
        const XmlNode error = answer.child(u"error", ns::client);
        QCOMPARE(error.attribute(u"type"), u"cancel"_s);
        QVERIFY(!error.child(u"service-unavailable", ns::stanzaErrors).isNull());
    }

    void otherStanzasAreNotForTheRouter()
    {
        Rig rig;
        rig.fake.inject(u"<message xmlns='jabber:client' type='get' id='x'/>"_s);
        rig.answer(u"unknown"_s, u"example.org"_s);
        QCOMPARE(rig.handled, (QList<bool>{false, false}));
        QCOMPARE(rig.fake.expectNothingSent(), QString());
    }
};

QTEST_GUILESS_MAIN(TestIqRouter)
#include "tst_iqrouter.moc"
