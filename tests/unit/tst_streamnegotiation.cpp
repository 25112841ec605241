#include "stanza/namespaces.h"
#include "stanza/xmlreader.h"
#include "support/xml.h"
#include "xmpp/streamnegotiation.h"

#include <QFile>
#include <QSignalSpy>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

/// One recorded conversation: who said what, in order.
struct Line {
    bool fromServer = false;
    XmlNode element;
};

QList<Line> recorded(const QString &server, const QString &topic)
{
    QFile file(QString::fromLocal8Bit(FOYER_TEST_DATA) + u"/handshakes/"_s + server + u".txt"_s);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        qFatal("no transcript %s", qPrintable(file.fileName()));
    QList<Line> lines;
    bool wanted = false;
    const QStringList texts = QString::fromUtf8(file.readAll()).split(u'\n');
    for (const QString &text : texts) {
        if (text.startsWith(u"== "))
            wanted = text.mid(3) == topic;
        else if (wanted && !text.isEmpty())
            lines.append({text.startsWith(u"S: "), xml(text.mid(3))});
    }
    if (lines.isEmpty())
        qFatal("no topic %s", qPrintable(topic));
    return lines;
}

/// The nonce our side used in a recorded SCRAM exchange.
QByteArray nonceOf(const QList<Line> &lines)
{
    for (const Line &line : lines) {
        const QByteArray first = QByteArray::fromBase64(line.element.text().toLatin1());
        if (line.element.name() == u"auth" && first.contains(",r="))
            return first.mid(first.indexOf(",r=") + 3);
    }
    return {};
}

/// The recording with only \a mechanism on offer, so that the same one is chosen.
XmlNode offering(const XmlNode &features, const QString &mechanism)
{
    if (features.child(u"mechanisms", ns::sasl).isNull())
        return features;
    XmlNode mechanisms(u"mechanisms"_s, ns::sasl);
    mechanisms.addTextChild(u"mechanism"_s, mechanism, ns::sasl);
    return XmlNode(u"features"_s, ns::streams).addChild(mechanisms);
}

struct Rig {
    explicit Rig(NegotiationPlan plan) : talk(plan, [this](const XmlNode &element) { sent.append(element); })
    {
        QObject::connect(&talk, &StreamNegotiation::authenticating, &talk, [this] { log.append(u"authenticating"_s); });
        QObject::connect(&talk, &StreamNegotiation::resumed, &talk,
                         [this](quint32 h) { log.append(u"resumed %1"_s.arg(h)); });
        QObject::connect(&talk, &StreamNegotiation::established, &talk,
                         [this](const Jid &jid, bool sm, const QString &id) {
                             log.append(u"established %1 %2 %3"_s.arg(jid.toString()).arg(sm).arg(id));
                         });
        QObject::connect(&talk, &StreamNegotiation::failed, &talk, [this](const Error &failure, StreamEnd how) {
            log.append(u"failed"_s);
            error = failure;
            end = how;
        });
        talk.start();
    }
    void say(const QString &literal) { talk.handle(xml(literal)); }
    void offer(const QString &mechanisms)
    {
        say(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='example.org'/>"_s);
        QString list;
        for (const QString &mechanism : mechanisms.split(u' ', Qt::SkipEmptyParts))
            list += u"<mechanism>"_s + mechanism + u"</mechanism>"_s;
        say(u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms "
            "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>%1</mechanisms></stream:features>"_s.arg(list));
    }
    void secondFeatures(const QString &features)
    {
        say(u"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"_s);
        say(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='example.org'/>"_s);
        say(u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'>%1</stream:features>"_s.arg(features));
    }

    QList<XmlNode> sent;
    QStringList log;
    Error error;
    StreamEnd end = StreamEnd::Network;
    StreamNegotiation talk;
};

NegotiationPlan planFor(const QString &account)
{
    NegotiationPlan plan;
    plan.credentials = {*Jid::parse(account), u"alice"_s, u"r1"_s, false};
    plan.staysHere = true;
    return plan;
}

const QString bindFeature = u"<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"_s;
const QString smFeature = u"<sm xmlns='urn:xmpp:sm:3'/>"_s;

} // namespace

class TestStreamNegotiation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedServersAreAnsweredAsRecorded_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("mechanism");
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            for (const QString &mechanism : {u"SCRAM-SHA-256"_s, u"SCRAM-SHA-1"_s, u"PLAIN"_s})
                QTest::addRow("%s %s", qPrintable(server), qPrintable(mechanism)) << server << mechanism;
        }
    }

    void recordedServersAreAnsweredAsRecorded()
    {
        QFETCH(QString, server);
        QFETCH(QString, mechanism);
        const QList<Line> lines = recorded(server, mechanism);
        NegotiationPlan plan = planFor(u"alice@localhost"_s);
        plan.clientNonce = nonceOf(lines);
        Rig rig(plan);
        QString bindId;
        for (const Line &line : lines) {
            if (line.fromServer) {
                XmlNode element = offering(line.element, mechanism);
                if (element.name() == u"iq")
                    element.setAttribute(u"id"_s, bindId);
                rig.talk.handle(element);
                continue;
            }
            QVERIFY(QTest::qWaitFor([&rig] { return !rig.sent.isEmpty(); }));
            XmlNode said = rig.sent.takeFirst();
            if (said.name() == u"iq") {
                bindId = said.attribute(u"id");
                said.setAttribute(u"id"_s, line.element.attribute(u"id"));
            }
            QCOMPARE(xmlDifference(said, line.element), QString());
        }
        QCOMPARE(rig.sent.size(), 1);
        QCOMPARE(rig.sent[0].name(), u"enable"_s);
        rig.say(u"<enabled xmlns='urn:xmpp:sm:3' id='x' max='60' resume='true'/>"_s);
        QCOMPARE(rig.log, (QStringList{u"authenticating"_s, u"established alice@localhost/r1 1 x"_s}));
        // What was given to this machine is not thereby allowed anywhere else.
        QCOMPARE(mechanismOf(rig.talk.weakest()), mechanism == u"PLAIN" ? QString() : mechanism);
    }

    void recordedRefusalsAreFinal_data()
    {
        QTest::addColumn<QString>("server");
        QTest::newRow("ejabberd") << u"ejabberd"_s;
        QTest::newRow("prosody") << u"prosody"_s;
    }

    void recordedRefusalsAreFinal()
    {
        QFETCH(QString, server);
        Rig rig(planFor(u"alice@localhost"_s));
        for (const Line &line : recorded(server, u"wrong password"_s)) {
            if (line.fromServer && line.element.name() != u"challenge")
                rig.talk.handle(line.element);
        }
        QCOMPARE(rig.log, (QStringList{u"authenticating"_s, u"failed"_s}));
        QCOMPARE(rig.error.kind, ErrorKind::NotAuthorized);
        QCOMPARE(rig.end, StreamEnd::Final);
        QVERIFY(rig.error.detail.startsWith(u"not-authorized: "));
    }

    void strongestOfRealListsIsChosen()
    {
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            Rig rig(planFor(u"alice@localhost"_s));
            for (const Line &line : recorded(server, u"PLAIN"_s).mid(0, 3)) {
                if (line.fromServer)
                    rig.talk.handle(line.element);
            }
            QCOMPARE(rig.sent.last().attribute(u"mechanism"), u"SCRAM-SHA-256"_s);
        }
    }

    void serverWithoutProofIsNotBelieved()
    {
        const QList<Line> lines = recorded(u"prosody"_s, u"SCRAM-SHA-256"_s);
        NegotiationPlan plan = planFor(u"alice@localhost"_s);
        plan.clientNonce = nonceOf(lines);
        Rig rig(plan);
        for (const Line &line : lines) {
            if (!line.fromServer)
                continue;
            const bool success = line.element.name() == u"success";
            if (success)
                QVERIFY(QTest::qWaitFor([&rig] { return rig.sent.last().name() == u"response"; }));
            rig.talk.handle(success ? XmlNode(u"success"_s, ns::sasl) : offering(line.element, u"SCRAM-SHA-256"_s));
            if (success)
                break;
        }
        QCOMPARE(rig.log, (QStringList{u"authenticating"_s, u"failed"_s}));
        QCOMPARE(rig.error.kind, ErrorKind::NotAuthorized);
        QCOMPARE(rig.end, StreamEnd::Final);
        // Nothing more is said to such a server.
        QCOMPARE(rig.sent.last().name(), u"response"_s);
    }

    void offersThatDoNotFitAreTold_data()
    {
        QTest::addColumn<QString>("offered");
        QTest::addColumn<bool>("anonymous");
        QTest::addColumn<QString>("before");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<StreamEnd>("end");
        const QString never;
        const QString sha256 = u"SCRAM-SHA-256"_s;
        QTest::newRow("nothing") << QString() << false << never << ErrorKind::ServerRefused << StreamEnd::Refused;
        QTest::newRow("unknown") << u"EXTERNAL"_s << false << never << ErrorKind::ServerRefused << StreamEnd::Refused;
        QTest::newRow("unknown after SCRAM")
            << u"X-OAUTH2"_s << false << sha256 << ErrorKind::ServerRefused << StreamEnd::Refused;
        QTest::newRow("no anonymous") << u"PLAIN"_s << true << never << ErrorKind::NotAuthorized << StreamEnd::Final;
        QTest::newRow("step back") << u"PLAIN"_s << false << sha256 << ErrorKind::WeakSignIn << StreamEnd::Final;
        QTest::newRow("half a step back")
            << u"SCRAM-SHA-1"_s << false << sha256 << ErrorKind::WeakSignIn << StreamEnd::Final;
        QTest::newRow("plain unasked") << u"PLAIN"_s << false << never << ErrorKind::WeakSignIn << StreamEnd::Final;
    }

    void offersThatDoNotFitAreTold()
    {
        QFETCH(QString, offered);
        QFETCH(bool, anonymous);
        QFETCH(QString, before);
        QFETCH(ErrorKind, kind);
        QFETCH(StreamEnd, end);
        NegotiationPlan plan = planFor(u"alice@example.org"_s);
        plan.staysHere = false;
        plan.credentials.anonymous = anonymous;
        plan.credentials.weakest = signInStrengthOf(before);
        Rig rig(plan);
        rig.offer(offered);
        QCOMPARE(rig.log, QStringList{u"failed"_s});
        QCOMPARE(rig.error.kind, kind);
        QCOMPARE(rig.end, end);
        QCOMPARE(rig.sent.size(), 1);
    }

    void saslFailuresAreTold_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<StreamEnd>("end");
        QTest::newRow("wrong") << u"not-authorized"_s << ErrorKind::NotAuthorized << StreamEnd::Final;
        QTest::newRow("disabled") << u"account-disabled"_s << ErrorKind::AccountDisabled << StreamEnd::Final;
        QTest::newRow("expired") << u"credentials-expired"_s << ErrorKind::NotAuthorized << StreamEnd::Final;
        QTest::newRow("temporary") << u"temporary-auth-failure"_s << ErrorKind::ServerRefused << StreamEnd::Refused;
    }

    void saslFailuresAreTold()
    {
        QFETCH(QString, condition);
        QFETCH(ErrorKind, kind);
        QFETCH(StreamEnd, end);
        Rig rig(planFor(u"alice@example.org"_s));
        rig.offer(u"PLAIN"_s);
        rig.say(u"<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><%1/></failure>"_s.arg(condition));
        QCOMPARE(rig.error.kind, kind);
        QCOMPARE(rig.end, end);
    }

    void guestSignsInWithoutName()
    {
        NegotiationPlan plan;
        plan.credentials = {*Jid::parse(u"example.org"), {}, {}, true};
        Rig rig(plan);
        rig.offer(u"ANONYMOUS"_s);
        QCOMPARE(xmlDifference(rig.sent.last(),
                               xml(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"_s)),
                 QString());
        rig.secondFeatures(bindFeature);
        QCOMPARE(xmlDifference(rig.sent.last().child(u"bind", ns::bind),
                               xml(u"<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"_s)),
                 QString());
    }

    void resumeIsAskedWhereItIsOffered()
    {
        NegotiationPlan plan = planFor(u"alice@example.org"_s);
        plan.resumeId = u"old"_s;
        plan.handled = 4294967295u;
        Rig rig(plan);
        rig.offer(u"PLAIN"_s);
        rig.secondFeatures(bindFeature + smFeature);
        QCOMPARE(xmlDifference(rig.sent.last(), xml(u"<resume xmlns='urn:xmpp:sm:3' previd='old' h='4294967295'/>"_s)),
                 QString());
        rig.say(u"<resumed xmlns='urn:xmpp:sm:3' previd='old' h='17'/>"_s);
        QCOMPARE(rig.log.last(), u"resumed 17"_s);

        Rig without(plan);
        without.offer(u"PLAIN"_s);
        without.secondFeatures(bindFeature);
        QCOMPARE(without.sent.last().name(), u"iq"_s);
    }

    void streamManagementMayBeRefused()
    {
        Rig rig(planFor(u"alice@example.org"_s));
        rig.offer(u"PLAIN"_s);
        rig.secondFeatures(bindFeature + smFeature);
        rig.say(u"<iq xmlns='jabber:client' type='result' id='%1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                "<jid>alice@example.org/x</jid></bind></iq>"_s.arg(rig.sent.last().attribute(u"id")));
        rig.say(u"<failed xmlns='urn:xmpp:sm:3'><unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                "</failed>"_s);
        QCOMPARE(rig.log.last(), u"established alice@example.org/x 0 "_s);
    }

    void bindMustGiveAFullAddress()
    {
        Rig rig(planFor(u"alice@example.org"_s));
        rig.offer(u"PLAIN"_s);
        rig.secondFeatures(bindFeature);
        rig.say(u"<iq xmlns='jabber:client' type='result' id='%1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                "<jid>alice@example.org</jid></bind></iq>"_s.arg(rig.sent.last().attribute(u"id")));
        QCOMPARE(rig.log.last(), u"failed"_s);
    }

    void abandonedNegotiationIsQuiet()
    {
        NegotiationPlan plan = planFor(u"alice@localhost"_s);
        const QList<Line> lines = recorded(u"ejabberd"_s, u"SCRAM-SHA-1"_s);
        plan.clientNonce = nonceOf(lines);
        Rig rig(plan);
        for (const Line &line : lines) {
            if (line.fromServer && line.element.name() != u"success")
                rig.talk.handle(offering(line.element, u"SCRAM-SHA-1"_s));
            if (line.element.name() == u"challenge")
                break;
        }
        const qsizetype said = rig.sent.size();
        rig.talk.abandon();
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(rig.sent.size(), said);
        QCOMPARE(rig.log, QStringList{u"authenticating"_s});
    }
};

QTEST_GUILESS_MAIN(TestStreamNegotiation)
#include "tst_streamnegotiation.moc"
