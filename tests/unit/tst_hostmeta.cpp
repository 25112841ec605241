#include "support/fakeclock.h"
#include "support/localserver.h"
#include "xmpp/hostmeta.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

using Found = Result<QList<QUrl>>;

QByteArray xrd(const QByteArray &links)
{
    return "<?xml version='1.0' encoding='utf-8'?>\n<!-- written by hand -->\n"
           "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>"
           "<Link rel='urn:xmpp:alt-connections:xbosh' href='https://chat.example.org/bosh'/>" +
           links + "</XRD>";
}

QByteArray link(const QByteArray &href)
{
    return "<Link rel='urn:xmpp:alt-connections:websocket' href='" + href + "'/>";
}

QByteArray json(const QByteArray &href)
{
    return "{\"links\":[{\"rel\":\"urn:xmpp:alt-connections:xbosh\",\"href\":\"https://x.example.org/\"},"
           "{\"rel\":\"urn:xmpp:alt-connections:websocket\",\"href\":\"" +
           href + "\"}]}";
}

/// Answers the two files; an empty body is 404.
LocalServer::Answer files(const QByteArray &xrdBody, const QByteArray &jsonBody)
{
    return [xrdBody, jsonBody](const QByteArray &request) -> QByteArray {
        if (!request.contains("\r\n\r\n"))
            return {};
        QByteArray body;
        if (request.startsWith("GET /.well-known/host-meta.json "))
            body = jsonBody;
        else if (request.startsWith("GET /.well-known/host-meta "))
            body = xrdBody;
        return body.isEmpty() ? httpAnswer("404 Not Found", "no") : httpAnswer("200 OK", body);
    };
}

struct Rig {
    explicit Rig(LocalServer::Answer answer, const QString &certificate = u"server"_s)
        : server(std::move(answer)), meta(clientTls(), clock)
    {
        server.useCertificate(certificate);
        meta.setBase([this](const QString &) { return QUrl(u"https://"_s + server.address()); });
    }
    Found find(const QString &domain = u"example.org"_s)
    {
        QFuture<Found> future = meta.find(domain);
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }))
            return Error::make(ErrorKind::StoreFailed, {}, u"no answer in the test"_s);
        return future.result();
    }

    FakeClock clock;
    LocalServer server;
    HostMeta meta;
};

QStringList texts(const Found &found)
{
    QStringList out;
    if (found) {
        for (const QUrl &url : *found)
            out.append(url.toString());
    }
    return out;
}

} // namespace

class TestHostMeta : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEndpoints_data()
    {
        QTest::addColumn<QByteArray>("xrdBody");
        QTest::addColumn<QByteArray>("jsonBody");
        QTest::addColumn<QStringList>("expected");
        const QByteArray none;
        const QByteArray one = "wss://chat.example.org/ws";
        QTest::newRow("XRD") << xrd(link(one)) << none << QStringList{u"wss://chat.example.org/ws"_s};
        QTest::newRow("JSON") << none << json(one) << QStringList{u"wss://chat.example.org/ws"_s};
        QTest::newRow("both the same") << xrd(link(one)) << json(one) << QStringList{u"wss://chat.example.org/ws"_s};
        QTest::newRow("several in order")
            << xrd(link("wss://b.example.org/") + link("wss://a.example.org/")) << json("wss://c.example.org/")
            << QStringList{u"wss://b.example.org/"_s, u"wss://a.example.org/"_s, u"wss://c.example.org/"_s};
        QTest::newRow("unencrypted ones are left out")
            << xrd(link("ws://chat.example.org/ws") + link("http://chat.example.org/ws") + link("ws://127.0.0.1/ws") +
                   link(one))
            << none << QStringList{u"wss://chat.example.org/ws"_s};
        QTest::newRow("no address") << xrd(link("wss:///") + link("") + link("::") + link(one)) << none
                                    << QStringList{u"wss://chat.example.org/ws"_s};
        QTest::newRow("one file broken") << QByteArray("<XRD") << json(one)
                                         << QStringList{u"wss://chat.example.org/ws"_s};
    }

    void findsEndpoints()
    {
        QFETCH(QByteArray, xrdBody);
        QFETCH(QByteArray, jsonBody);
        QFETCH(QStringList, expected);
        Rig rig(files(xrdBody, jsonBody));
        QCOMPARE(texts(rig.find()), expected);
        QVERIFY(rig.server.received().contains("GET /.well-known/host-meta HTTP/1.1"));
        QVERIFY(rig.server.received().contains("GET /.well-known/host-meta.json HTTP/1.1"));
    }

    void answersWithoutEndpointAreTold_data()
    {
        QTest::addColumn<QByteArray>("xrdBody");
        QTest::addColumn<QByteArray>("jsonBody");
        QTest::newRow("404") << QByteArray() << QByteArray();
        QTest::newRow("no link") << xrd({}) << QByteArray("{}");
        QTest::newRow("only unencrypted") << xrd(link("ws://chat.example.org/")) << QByteArray("[]");
        QTest::newRow("a page") << QByteArray("<html><body>hello") << QByteArray("<html>");
        QTest::newRow("entities") << QByteArray("<!DOCTYPE XRD [<!ENTITY e 'wss://x.example.org/'>]>" +
                                                xrd(link("&e;")))
                                  << QByteArray();
        QTest::newRow("too large") << xrd(link("wss://x.example.org/") + QByteArray(70000, ' ')) << QByteArray();
    }

    void answersWithoutEndpointAreTold()
    {
        QFETCH(QByteArray, xrdBody);
        QFETCH(QByteArray, jsonBody);
        Rig rig(files(xrdBody, jsonBody));
        const Found found = rig.find();
        QVERIFY(!found.isOk());
        QCOMPARE(found.error().kind, ErrorKind::NotAnXmppServer);
    }

    void unencryptedEndpointOfThisMachineIsAllowed()
    {
        Rig rig(files(xrd(link("ws://127.0.0.1:5280/ws") + link("ws://chat.example.org/")), {}));
        QCOMPARE(texts(rig.find(u"localhost"_s)), QStringList{u"ws://127.0.0.1:5280/ws"_s});
    }

    void redirectsStayEncrypted()
    {
        LocalServer plain(files(xrd(link("wss://evil.example.org/")), {}));
        const QByteArray there = "Location: http://" + plain.address().toLatin1() + "/.well-known/host-meta\r\n";
        Rig down([there](const QByteArray &request) {
            return request.contains("\r\n\r\n") ? httpAnswer("302 Found", {}, there) : QByteArray();
        });
        QVERIFY(!down.find().isOk());
        QCOMPARE(plain.received(), QByteArray());

        LocalServer other(files(xrd(link("wss://good.example.org/")), {}));
        other.useCertificate(u"server"_s);
        const QByteArray elsewhere = "Location: https://" + other.address().toLatin1() + "/.well-known/host-meta\r\n";
        Rig along([elsewhere](const QByteArray &request) {
            return request.contains("\r\n\r\n") ? httpAnswer("302 Found", {}, elsewhere) : QByteArray();
        });
        QCOMPARE(texts(along.find()), QStringList{u"wss://good.example.org/"_s});
    }

    void certificateMustBeGood()
    {
        Rig rig(files(xrd(link("wss://chat.example.org/")), {}), u"expired"_s);
        const Found found = rig.find();
        QVERIFY(!found.isOk());
        QCOMPARE(found.error().kind, ErrorKind::TlsFailed);
        QCOMPARE(found.error().detail, u"expired"_s);
    }

    void nobodyThereIsUnreachable()
    {
        Rig rig({});
        rig.server.close();
        const Found found = rig.find();
        QVERIFY(!found.isOk());
        QCOMPARE(found.error().kind, ErrorKind::ServerUnreachable);
    }

    void silenceIsGivenUpAfter10s()
    {
        Rig rig([](const QByteArray &) { return QByteArray(); });
        QFuture<Found> future = rig.meta.find(u"example.org"_s);
        QTRY_VERIFY(rig.server.received().contains("host-meta.json"));
        rig.clock.advance(9999);
        QVERIFY(!future.isFinished());
        rig.clock.advance(1);
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind, ErrorKind::TimedOut);
    }

    void searchEndsWithItsOwner()
    {
        QFuture<Found> future;
        {
            Rig rig([](const QByteArray &) { return QByteArray(); });
            future = rig.meta.find(u"example.org"_s);
        }
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind, ErrorKind::NotConnected);
    }
};

QTEST_GUILESS_MAIN(TestHostMeta)
#include "tst_hostmeta.moc"
