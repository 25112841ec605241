#include "support/localserver.h"
#include "support/mucconversation.h"
#include "xmpp/httpupload.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

using Found = Result<UploadService>;
using Sent = Result<QUrl>;

const QString service = u"upload.localhost"_s;
const QString items = u"<query xmlns='http://jabber.org/protocol/disco#items'>%1</query>"_s;

/// What ejabberd says of its upload service: a form for each version.
const QString ejabberdInfo =
    u"<query xmlns='http://jabber.org/protocol/disco#info'><identity category='store' type='file' name='HTTP File "
    "Upload'/><feature var='urn:xmpp:http:upload'/><feature var='urn:xmpp:http:upload:0'/><feature "
    "var='http://jabber.org/protocol/disco#info'/><x xmlns='jabber:x:data' type='result'><field type='hidden' "
    "var='FORM_TYPE'><value>urn:xmpp:http:upload</value></field><field var='max-file-size' type='text-single'>"
    "<value>1</value></field></x><x xmlns='jabber:x:data' type='result'><field type='hidden' var='FORM_TYPE'>"
    "<value>urn:xmpp:http:upload:0</value></field><field var='max-file-size' type='text-single'><value>10485760</value>"
    "</field></x></query>"_s;
const QString noUpload =
    u"<query xmlns='http://jabber.org/protocol/disco#info'><feature var='http://jabber.org/protocol/muc'/></query>"_s;

/// A request as the HTTP end saw it.
struct SeenRequest {
    QByteArray line;
    QMap<QByteArray, QByteArray> headers;
    QByteArray body;
};

SeenRequest seen(const QByteArray &bytes)
{
    SeenRequest request;
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    const QList<QByteArray> lines = bytes.first(std::max<qsizetype>(end, 0)).split('\n');
    request.line = lines.value(0).trimmed();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers[line.first(colon).toLower()] = line.sliced(colon + 1).trimmed();
    }
    request.body = end < 0 ? QByteArray() : bytes.sliced(end + 4);
    return request;
}

bool isWhole(const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    // Without its body, which is looked at after each piece.
    const SeenRequest request = seen(end < 0 ? QByteArray() : bytes.first(end + 4));
    return end >= 0 && bytes.size() >= end + 4 + request.headers.value("content-length").toLongLong();
}

/// Answers a whole request with \a status.
LocalServer::Answer answering(const QByteArray &status, const QByteArray &headers = {})
{
    return [status, headers](const QByteArray &bytes) {
        return isWhole(bytes) ? httpAnswer(status, "said by the place", headers) : QByteArray();
    };
}

struct Rig {
    explicit Rig(LocalServer::Answer answer = answering("201 Created")) : http(std::move(answer))
    {
        upload = std::make_unique<HttpUpload>(*talk.iqs, [] { return clientTls(); });
        upload->setDomain(u"localhost"_s);
        QObject::connect(upload.get(), &HttpUpload::progressed, upload.get(),
                         [this](UploadId, qint64 sent, qint64 total) {
                             progress.append({sent, total});
                         });
    }
    QString base() const { return u"http://"_s + http.address(); }
    static UploadFile bytes(const QByteArray &content = "hello", const QString &name = u"très cool.png"_s)
    {
        return {name, {}, content};
    }
    QFuture<Sent> begin(const UploadFile &file = bytes(), qint64 limit = 0)
    {
        return upload->send(++last, {*Jid::parse(service), limit}, file);
    }
    void giveSlot(const QString &put, const QString &get, const QString &headers = {})
    {
        talk.answer(service, u"<slot xmlns='urn:xmpp:http:upload:0'><put url='%1'>%3</put><get url='%2'/></slot>"_s.arg(
                                 put, get, headers));
    }
    void giveSlot(const QString &headers = {}) { giveSlot(base() + u"/put/1"_s, base() + u"/get/1"_s, headers); }
    Sent finish(const QFuture<Sent> &future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
            return Error::make(ErrorKind::RoomFull, {}, u"the upload does not end"_s);
        return future.result();
    }
    /// The error of an upload whose slot is this.
    Error refusedSlot(const QString &put, const QString &get)
    {
        const auto future = begin();
        giveSlot(put, get);
        return future.isFinished() && !future.result() ? future.result().error()
                                                       : Error::make(ErrorKind::RoomFull, {}, u"taken"_s);
    }

    MucConversation talk;
    LocalServer http;
    std::unique_ptr<HttpUpload> upload;
    UploadId last = 0;
    QList<std::pair<qint64, qint64>> progress;
};

} // namespace

/// Files to the place a server gives for them (XEP-0363), with a local HTTP server as the place.
class TestHttpUpload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serviceAndItsLimitAreFound();
    void serverWithoutServiceSaysSo();
    void unansweredSearchIsNoAnswer();
    void fileIsPutAsAnnounced();
    void fileOfTheDiskIsStreamed();
    void photoDoesNotTellWhereItWasTaken();
    void onlyAllowedHeadersGoOut();
    void headersCannotBeginAnotherLine();
    void progressNeverGoesBackAndEndsWhole();
    void cancelEndsTheTransfer();
    void cancelBeforeTheSlotEndsToo();
    void severalAtATime();
    void statusesAreSentences_data();
    void statusesAreSentences();
    void redirectIsNotFollowed();
    void cutConnectionIsAnError();
    void nobodyListensIsAnError();
    void certificateOfSomebodyElseIsRefused();
    void trustedCertificateIsTaken();
    void hostileAddressesAreRefused_data();
    void hostileAddressesAreRefused();
    void unencryptedPlaceNeedsAnAccountHere();
    void refusedSlotsAreSentences_data();
    void refusedSlotsAreSentences();
    void tooLargeIsSaidBeforeAnythingIsAsked();
    void filesThatAreNoneAreRefused();
    void lostConnectionEndsWhatWaitsForASlot();
    void destroyedMeanwhileIsCancelled();
};

void TestHttpUpload::serviceAndItsLimitAreFound()
{
    Rig rig;
    const QFuture<Found> found = rig.upload->findService(u"localhost"_s);
    rig.talk.answer(u"localhost"_s, items.arg(u"<item jid='conference.localhost'/><item jid='upload.localhost'/>"
                                              "<item jid='x@upload.localhost'/><item jid='a.localhost' node='n'/>"_s));
    rig.talk.answer(u"conference.localhost"_s, noUpload);
    rig.talk.answer(service, ejabberdInfo);
    QVERIFY(found.isFinished() && found.result());
    QCOMPARE(found.result()->address.toString(), service);
    QCOMPARE(found.result()->maximumBytes, 10485760);
}

void TestHttpUpload::serverWithoutServiceSaysSo()
{
    Rig rig;
    const QFuture<Found> found = rig.upload->findService(u"localhost"_s);
    rig.talk.answer(u"localhost"_s, items.arg(u"<item jid='conference.localhost'/>"_s));
    rig.talk.answer(u"conference.localhost"_s, noUpload);
    QCOMPARE(found.result().error().kind, ErrorKind::ServerRefused);
    const QFuture<Found> empty = rig.upload->findService(u"localhost"_s);
    rig.talk.answer(u"localhost"_s, items.arg(QString()));
    QCOMPARE(empty.result().error(), uploads::notOffered());
}

void TestHttpUpload::unansweredSearchIsNoAnswer()
{
    Rig rig;
    const QFuture<Found> found = rig.upload->findService(u"localhost"_s);
    rig.talk.answer(u"localhost"_s, items.arg(u"<item jid='upload.localhost'/>"_s));
    rig.talk.takeSent();
    rig.talk.clock.advance(30000);
    QCOMPARE(found.result().error().kind, ErrorKind::TimedOut);
}

void TestHttpUpload::fileIsPutAsAnnounced()
{
    Rig rig;
    const auto future = rig.begin();
    const XmlNode request = rig.talk.channel.sent().last().child(u"request", u"urn:xmpp:http:upload:0");
    QCOMPARE(request.attribute(u"filename"), u"très cool.png"_s);
    QCOMPARE(request.attribute(u"size"), u"5"_s);
    QCOMPARE(request.attribute(u"content-type"), u"image/png"_s);
    rig.giveSlot(rig.base() + u"/put/1?a=b"_s, rig.base() + u"/get/tr%C3%A8s%20cool.png"_s);
    const Sent sent = rig.finish(future);
    QVERIFY2(sent.isOk(), sent ? "" : qPrintable(sent.error().text));
    QCOMPARE(sent->toString(QUrl::FullyEncoded), rig.base() + u"/get/tr%C3%A8s%20cool.png"_s);
    const SeenRequest put = seen(rig.http.received());
    QCOMPARE(put.line, "PUT /put/1?a=b HTTP/1.1"_ba);
    QCOMPARE(put.headers.value("content-length"), "5"_ba);
    QCOMPARE(put.headers.value("content-type"), "image/png"_ba);
    QCOMPARE(put.body, "hello"_ba);
}

void TestHttpUpload::fileOfTheDiskIsStreamed()
{
    Rig rig;
    QTemporaryDir folder;
    QFile file(folder.filePath(u"log of today.txt"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray content = QByteArray("0123456789abcdef").repeated(100000);
    file.write(content);
    file.close();
    const auto future = rig.begin({{}, file.fileName(), {}});
    QCOMPARE(rig.talk.channel.sent().last().child(u"request", u"urn:xmpp:http:upload:0").attribute(u"filename"),
             u"log of today.txt"_s);
    rig.giveSlot();
    QVERIFY(rig.finish(future).isOk());
    const SeenRequest put = seen(rig.http.received());
    QCOMPARE(put.headers.value("content-type"), "text/plain"_ba);
    QVERIFY(put.body == content);
}

void TestHttpUpload::photoDoesNotTellWhereItWasTaken()
{
    // The smallest that can be followed: a comment, a scan of nothing, the end; and what is no photo but begins so.
    const QByteArray photo("\xFF\xD8\xFF\xFE\0\x08secret\xFF\xDA\0\x02..\xFF\xD9", 20);
    const QByteArray sent("\xFF\xD8\xFF\xDA\0\x02..\xFF\xD9", 10);
    const QByteArray broken = photo.first(12);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"a.jpg"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(photo) == photo.size());
    file.close();
    const QList<std::pair<UploadFile, QByteArray>> files{
        {{u"a.jpg"_s, file.fileName(), {}}, sent}, {{u"b.jpg"_s, {}, photo}, sent}, {{u"c.jpg"_s, {}, broken}, broken}};
    for (const auto &[upload, body] : files) {
        Rig rig;
        const auto future = rig.begin(upload);
        rig.giveSlot();
        QVERIFY(rig.finish(future));
        const SeenRequest request = seen(rig.http.received());
        QCOMPARE(request.body, body);
        QCOMPARE(request.headers.value("content-length"), QByteArray::number(body.size()));
    }
    QFile kept(file.fileName());
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), photo);
}

void TestHttpUpload::onlyAllowedHeadersGoOut()
{
    Rig rig;
    const auto future = rig.begin();
    rig.giveSlot(u"<header name='authorization'>Bearer secret</header><header name='Cookie'>a=b</header>"
                 "<header name='Expires'>never</header><header name='Host'>elsewhere.example.org</header>"
                 "<header name='Content-Length'>99</header><header name='Transfer-Encoding'>chunked</header>"
                 "<header name='X-Forwarded-For'>10.0.0.1</header><header name='Authorization'>second</header>"_s);
    QVERIFY(rig.finish(future).isOk());
    const SeenRequest put = seen(rig.http.received());
    QCOMPARE(put.headers.value("authorization"), "Bearer secret"_ba);
    QCOMPARE(put.headers.value("cookie"), "a=b"_ba);
    QCOMPARE(put.headers.value("expires"), "never"_ba);
    QCOMPARE(put.headers.value("host"), rig.http.address().toLatin1());
    QCOMPARE(put.headers.value("content-length"), "5"_ba);
    QVERIFY(!put.headers.contains("x-forwarded-for") && !put.headers.contains("transfer-encoding"));
}

void TestHttpUpload::headersCannotBeginAnotherLine()
{
    Rig rig;
    const auto future = rig.begin();
    rig.giveSlot(u"<header name='Authori&#10;zation'>Bearer a&#13;&#10;X-Evil: 1&#10;&#10;GET / HTTP/1.1</header>"
                 "<header name='Cookie'>&#10;</header>"_s);
    QVERIFY(rig.finish(future).isOk());
    const SeenRequest put = seen(rig.http.received());
    QCOMPARE(put.headers.value("authorization"), "Bearer aX-Evil: 1GET / HTTP/1.1"_ba);
    QVERIFY(!put.headers.contains("x-evil") && !put.headers.contains("cookie"));
    QCOMPARE(put.body, "hello"_ba);
}

void TestHttpUpload::progressNeverGoesBackAndEndsWhole()
{
    Rig rig;
    const QByteArray content(2 * 1024 * 1024, 'x');
    const auto future = rig.begin(Rig::bytes(content));
    rig.giveSlot();
    QVERIFY(rig.finish(future).isOk());
    QVERIFY(!rig.progress.isEmpty());
    qint64 before = 0;
    for (const auto &[sent, total] : std::as_const(rig.progress)) {
        QVERIFY(sent > before);
        QCOMPARE(total, content.size());
        before = sent;
    }
    QCOMPARE(before, content.size());
}

void TestHttpUpload::cancelEndsTheTransfer()
{
    Rig rig([](const QByteArray &) { return QByteArray(); });
    const auto future = rig.begin(Rig::bytes(QByteArray(1024 * 1024, 'x')));
    rig.giveSlot();
    QVERIFY(QTest::qWaitFor([&rig] { return rig.http.received().size() > 1000; }));
    rig.upload->cancel(rig.last);
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error().detail, uploadCancelled);
    QVERIFY(QTest::qWaitFor(
        [&rig] { return rig.http.connections().first()->state() == QAbstractSocket::UnconnectedState; }));
    rig.upload->cancel(rig.last);
    rig.upload->cancel(99);
}

void TestHttpUpload::cancelBeforeTheSlotEndsToo()
{
    Rig rig;
    const auto future = rig.begin();
    rig.upload->cancel(rig.last);
    QCOMPARE(future.result().error().detail, uploadCancelled);
    rig.giveSlot();
    QTest::qWait(0);
    QVERIFY(rig.http.connections().isEmpty());
}

void TestHttpUpload::severalAtATime()
{
    Rig rig;
    const auto one = rig.begin(Rig::bytes("one"));
    const auto two = rig.begin(Rig::bytes("two!"));
    rig.giveSlot(rig.base() + u"/1"_s, rig.base() + u"/get/1"_s);
    rig.giveSlot(rig.base() + u"/2"_s, rig.base() + u"/get/2"_s);
    QCOMPARE(rig.finish(one)->path(), u"/get/1"_s);
    QCOMPARE(rig.finish(two)->path(), u"/get/2"_s);
}

void TestHttpUpload::statusesAreSentences_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("part");
    QTest::newRow("403") << "403 Forbidden"_ba << ErrorKind::ServerRefused << u"did not accept the file. Try again"_s;
    QTest::newRow("401") << "401 Unauthorized"_ba << ErrorKind::ServerRefused << u"did not accept"_s;
    QTest::newRow("404") << "404 Not Found"_ba << ErrorKind::ServerRefused << u"(404)"_s;
    QTest::newRow("409") << "409 Conflict"_ba << ErrorKind::ServerRefused << u"(409)"_s;
    QTest::newRow("413") << "413 Payload Too Large"_ba << ErrorKind::MessageTooLarge << u"2 MB"_s;
    QTest::newRow("500") << "500 Oops"_ba << ErrorKind::ServerRefused << u"later"_s;
    QTest::newRow("507") << "507 Full"_ba << ErrorKind::ServerRefused << u"no more room"_s;
}

void TestHttpUpload::statusesAreSentences()
{
    QFETCH(QByteArray, status);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, part);
    Rig rig(answering(status));
    const auto future = rig.begin(Rig::bytes(), 2 * 1024 * 1024);
    rig.giveSlot();
    const Sent sent = rig.finish(future);
    QVERIFY(!sent);
    QCOMPARE(sent.error().kind, kind);
    QVERIFY2(sent.error().text.contains(part), qPrintable(sent.error().text));
    QVERIFY(!sent.error().text.contains(u"said by the place"_s));
}

void TestHttpUpload::redirectIsNotFollowed()
{
    LocalServer other(answering("201 Created"));
    Rig rig(answering("307 Temporary Redirect", "Location: http://" + other.address().toLatin1() + "/x\r\n"));
    const auto future = rig.begin();
    rig.giveSlot();
    const Sent sent = rig.finish(future);
    QVERIFY(!sent);
    QCOMPARE(sent.error().detail, u"HTTP 307"_s);
    QVERIFY(other.received().isEmpty());
}

void TestHttpUpload::cutConnectionIsAnError()
{
    LocalServer *place = nullptr;
    Rig rig([&place](const QByteArray &bytes) {
        if (bytes.size() > 100000)
            place->connections().last()->abort();
        return QByteArray();
    });
    place = &rig.http;
    const auto future = rig.begin(Rig::bytes(QByteArray(4 * 1024 * 1024, 'x')));
    rig.giveSlot();
    const Sent sent = rig.finish(future);
    QVERIFY(!sent);
    QCOMPARE(sent.error().kind, ErrorKind::ServerUnreachable);
}

void TestHttpUpload::nobodyListensIsAnError()
{
    Rig rig;
    const auto future = rig.begin();
    const QString gone = rig.base();
    rig.http.close();
    rig.giveSlot(gone + u"/put"_s, gone + u"/get"_s);
    const Sent sent = rig.finish(future);
    QVERIFY(!sent);
    QCOMPARE(sent.error().kind, ErrorKind::ServerUnreachable);
}

void TestHttpUpload::certificateOfSomebodyElseIsRefused()
{
    Rig rig;
    rig.http.useCertificate(u"otherhost"_s);
    const auto future = rig.begin();
    const QString secure = u"https://"_s + rig.http.address();
    rig.giveSlot(secure + u"/put"_s, secure + u"/get"_s);
    const Sent sent = rig.finish(future);
    QVERIFY(!sent);
    QCOMPARE(sent.error().kind, ErrorKind::TlsFailed);
    QVERIFY(!rig.http.received().contains("hello"));
}

void TestHttpUpload::trustedCertificateIsTaken()
{
    Rig rig;
    rig.http.useCertificate(u"server"_s);
    rig.upload->setDomain(u"chat.example.org"_s);
    const auto future = rig.begin();
    const QString secure = u"https://"_s + rig.http.address();
    rig.giveSlot(secure + u"/put"_s, secure + u"/get"_s);
    const Sent sent = rig.finish(future);
    QVERIFY2(sent.isOk(), sent ? "" : qPrintable(sent.error().detail));
    QCOMPARE(seen(rig.http.received()).body, "hello"_ba);
}

void TestHttpUpload::hostileAddressesAreRefused_data()
{
    QTest::addColumn<QString>("put");
    QTest::addColumn<QString>("get");
    const QString good = u"https://files.example.org/1"_s;
    const QStringList bads{u"http://files.example.org/1"_s,
                           u"file:///etc/passwd"_s,
                           u"ftp://files.example.org/1"_s,
                           u"/relative"_s,
                           u"javascript:alert(1)"_s,
                           u"data:text/plain,x"_s,
                           u"https://"_s,
                           u""_s,
                           u"https://user:word@files.example.org/"_s,
                           u"https://files.example.org/a b"_s,
                           u"https:///nowhere"_s,
                           u"qrc:/style/foyer.qss"_s,
                           u"https://files.example.org/"_s + u"a"_s.repeated(5000),
                           u"ws://localhost/"_s};
    for (const QString &bad : bads) {
        QTest::newRow(qPrintable(u"put "_s + bad.left(40))) << bad << good;
        QTest::newRow(qPrintable(u"get "_s + bad.left(40))) << good << bad;
    }
}

void TestHttpUpload::hostileAddressesAreRefused()
{
    QFETCH(QString, put);
    QFETCH(QString, get);
    Rig rig;
    const Error error = rig.refusedSlot(put, get);
    QCOMPARE(error.kind, ErrorKind::ServerRefused);
    QCOMPARE(error.detail, u"slot address"_s);
}

void TestHttpUpload::unencryptedPlaceNeedsAnAccountHere()
{
    Rig rig;
    rig.upload->setDomain(u"chat.example.org"_s);
    // A server elsewhere must not reach what listens on this machine.
    QCOMPARE(rig.refusedSlot(rig.base() + u"/put"_s, rig.base() + u"/get"_s).detail, u"slot address"_s);
}

void TestHttpUpload::refusedSlotsAreSentences_data()
{
    QTest::addColumn<QString>("error");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("part");
    const QString condition = u"<%1 xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"_s;
    QTest::newRow("too large") << condition.arg(u"not-acceptable"_s) +
                                      u"<file-too-large xmlns='urn:xmpp:http:upload:0'><max-file-size>10485760"
                                      "</max-file-size></file-too-large>"_s
                               << ErrorKind::MessageTooLarge << u"10 MB"_s;
    QTest::newRow("too large, no limit told")
        << condition.arg(u"not-acceptable"_s) + u"<file-too-large xmlns='urn:xmpp:http:upload:0'/>"_s
        << ErrorKind::MessageTooLarge << u"too large for this server"_s;
    QTest::newRow("quota") << condition.arg(u"resource-constraint"_s) +
                                  u"<retry xmlns='urn:xmpp:http:upload:0' stamp='2030-12-03T23:42:05Z'/>"_s
                           << ErrorKind::TooFast << u"no more files from you"_s;
    QTest::newRow("forbidden") << condition.arg(u"forbidden"_s) << ErrorKind::ServerRefused
                               << u"does not let you send files"_s;
    QTest::newRow("own words") << condition.arg(u"not-acceptable"_s) +
                                      u"<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>no cats today</text>"_s
                               << ErrorKind::ServerRefused << u"no cats today"_s;
}

void TestHttpUpload::refusedSlotsAreSentences()
{
    QFETCH(QString, error);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, part);
    Rig rig;
    const auto future = rig.begin();
    const QString id = rig.talk.takeSent().last().attribute(u"id");
    rig.talk.inject(u"<iq xmlns='jabber:client' type='error' from='upload.localhost' id='%1'><error type='modify'>%2"
                    "</error></iq>"_s.arg(id, error));
    QVERIFY(future.isFinished() && !future.result());
    QCOMPARE(future.result().error().kind, kind);
    QVERIFY2(future.result().error().text.contains(part), qPrintable(future.result().error().text));
}

void TestHttpUpload::tooLargeIsSaidBeforeAnythingIsAsked()
{
    Rig rig;
    const auto future = rig.begin(Rig::bytes(QByteArray(1025, 'x')), 1024);
    QCOMPARE(future.result().error().kind, ErrorKind::MessageTooLarge);
    QVERIFY(future.result().error().text.contains(u"\u20681 kB\u2069"_s));
    QVERIFY(rig.talk.takeSent().isEmpty());
}

void TestHttpUpload::filesThatAreNoneAreRefused()
{
    Rig rig;
    QTemporaryDir folder;
    QFile empty(folder.filePath(u"empty.txt"_s));
    QVERIFY(empty.open(QIODevice::WriteOnly));
    empty.close();
    for (const QString &path : {folder.path(), folder.filePath(u"missing"_s), u"/dev/zero"_s, empty.fileName()}) {
        const auto future = rig.begin({{}, path, {}});
        QVERIFY2(future.isFinished() && !future.result(), qPrintable(path));
        QCOMPARE(future.result().error().kind, ErrorKind::StoreFailed);
    }
    QVERIFY(rig.talk.takeSent().isEmpty());
}

void TestHttpUpload::lostConnectionEndsWhatWaitsForASlot()
{
    Rig rig;
    const auto put = rig.begin();
    rig.giveSlot();
    const auto waiting = rig.begin();
    rig.upload->connectionLost();
    QCOMPARE(waiting.result().error().kind, ErrorKind::NotConnected);
    // The place for files is another connection.
    QVERIFY(rig.finish(put).isOk());
}

void TestHttpUpload::destroyedMeanwhileIsCancelled()
{
    Rig rig([](const QByteArray &) { return QByteArray(); });
    const auto waiting = rig.begin();
    const auto putting = rig.begin(Rig::bytes(QByteArray(1024 * 1024, 'x')));
    rig.talk.takeSent();
    const auto found = rig.upload->findService(u"localhost"_s);
    rig.upload.reset();
    QCOMPARE(waiting.result().error().detail, uploadCancelled);
    QCOMPARE(putting.result().error().detail, uploadCancelled);
    rig.talk.answer(u"localhost"_s, items.arg(u"<item jid='upload.localhost'/>"_s));
    QVERIFY(found.isFinished() && !found.result());
}

QTEST_GUILESS_MAIN(TestHttpUpload)
#include "tst_httpupload.moc"
