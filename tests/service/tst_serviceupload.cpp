#include "service/serviceharness.h"
#include "support/localserver.h"

#include <QSignalSpy>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Takes files whole.
QByteArray takeFile(const QByteArray &bytes)
{
    const qsizetype head = bytes.indexOf("\r\n\r\n");
    const qsizetype at = bytes.toLower().indexOf("content-length:");
    const qsizetype length = at < 0 ? 0 : bytes.sliced(at + 15).split('\r').first().trimmed().toLongLong();
    return head >= 0 && bytes.size() >= head + 4 + length ? httpAnswer("201 Created", {}) : QByteArray();
}

/// Answers when the test says so.
QByteArray holdFile(const QByteArray &)
{
    return {};
}

struct Rig {
    explicit Rig(LocalServer::Answer answer = &takeFile,
                 ServiceHarness::StoreKind kind = ServiceHarness::StoreKind::Memory)
        : place(std::move(answer)), h(kind)
    {
        place.useCertificate(u"server"_s);
        h.server.uploadPlace = u"https://"_s + place.address();
    }
    Upload begin(const QByteArray &content = "hello")
    {
        const Upload upload = h.service->uploadFile(h.address(), {u"a.png"_s, {}, content});
        h.settle();
        return upload;
    }
    /// The place has answered nothing yet, and does now.
    void release()
    {
        QVERIFY(QTest::qWaitFor([this] { return place.received().contains("\r\n\r\n"); }, 20000));
        place.connections().last()->write(httpAnswer("201 Created", {}));
    }
    Result<QUrl> finish(const Upload &upload)
    {
        const bool ended = QTest::qWaitFor(
            [&] {
                h.settle();
                return upload.result.isFinished();
            },
            20000);
        h.settle();
        return ended ? upload.result.result() : Error::make(ErrorKind::RoomFull);
    }

    LocalServer place;
    ServiceHarness h;
};

} // namespace

/// Files, from the wish to the room's record.
class TestServiceUpload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offerIsToldOncePerChange();
    void serverWithoutServiceOffersNothing();
    void unansweredQuestionIsAskedAgain_data();
    void unansweredQuestionIsAskedAgain();
    void addressOfTheFileIsSentOnceWithItsMark();
    void typedAddressesHaveNoMark();
    void queuedAddressKeepsItsMarkOverARestart();
    void failedAddressIsSentAgainWithItsMark();
    void fileThatDoesNotArriveIsNoMessage();
    void cancelledFileIsNoMessage();
    void lossOfTheConnectionMeanwhileQueuesTheMessage();
    void refusedAtOnceWhereNothingCanBeSaid();
    void signOutCancels();
};

void TestServiceUpload::offerIsToldOncePerChange()
{
    Rig rig;
    QList<UploadOffer> told;
    QObject::connect(rig.h.service.get(), &ChatroomService::uploadOfferChanged, rig.h.service.get(),
                     [&told](const UploadOffer &offer) { told.append(offer); });
    QCOMPARE(rig.h.service->uploadOffer().state, UploadOffer::State::Unknown);
    rig.h.join();
    const UploadOffer offer{UploadOffer::State::Yes, 1000000};
    QCOMPARE(rig.h.service->uploadOffer(), offer);
    rig.h.cut();
    rig.h.comeBack();
    rig.h.settle();
    QCOMPARE(told, QList<UploadOffer>{offer});
    rig.h.service->signOut();
    rig.h.settle();
    QCOMPARE(told, (QList<UploadOffer>{offer, UploadOffer()}));
}

void TestServiceUpload::serverWithoutServiceOffersNothing()
{
    ServiceHarness h;
    h.join();
    QCOMPARE(h.service->uploadOffer().state, UploadOffer::State::No);
    const Upload upload = h.service->uploadFile(h.address(), {u"a.png"_s, {}, "x"});
    QVERIFY(upload.result.isFinished() && !upload.result.result());
    QVERIFY(upload.result.result().error().text.contains(u"does not take files"_s));
    QVERIFY(h.room().received.isEmpty());
}

void TestServiceUpload::addressOfTheFileIsSentOnceWithItsMark()
{
    Rig rig;
    rig.h.join();
    QSignalSpy progress(rig.h.service.get(), &ChatroomService::uploadProgressed);
    const Upload upload = rig.begin();
    const Result<QUrl> url = rig.finish(upload);
    QVERIFY2(url.isOk(), url ? "" : qPrintable(url.error().text));
    QCOMPARE(rig.h.room().received, QStringList{url->toString()});
    QCOMPARE(rig.h.room().receivedFiles, QStringList{url->toString()});
    QCOMPARE(rig.h.ownMessages(), url->toString() + u":Delivered"_s);
    QCOMPARE(progress.size(), 1);
    QCOMPARE(progress[0][0].value<UploadId>(), upload.id);
}

void TestServiceUpload::unansweredQuestionIsAskedAgain_data()
{
    QTest::addColumn<bool>("resumes");
    QTest::newRow("when something is sent") << false;
    QTest::newRow("when the session goes on") << true;
}

void TestServiceUpload::unansweredQuestionIsAskedAgain()
{
    QFETCH(bool, resumes);
    Rig rig;
    rig.h.server.answersSearches = false;
    rig.h.join();
    rig.h.wait(40000);
    rig.h.server.answersSearches = true;
    QVERIFY(rig.h.room().inside);
    if (resumes) {
        rig.h.cut();
        rig.h.awaitAttempt();
        rig.h.server.acceptResume();
        rig.h.settle();
        QCOMPARE(rig.h.service->uploadOffer().state, UploadOffer::State::Yes);
    }
    const Result<QUrl> url = rig.finish(rig.begin());
    QVERIFY2(url.isOk(), qPrintable(url ? QString() : url.error().text));
    QCOMPARE(rig.h.room().received, QStringList{url->toString()});
}

void TestServiceUpload::typedAddressesHaveNoMark()
{
    Rig rig;
    rig.h.join();
    QCOMPARE(rig.h.send(u"https://example.org/a.png"_s), QString());
    QCOMPARE(rig.h.room().received.size(), 1);
    QCOMPARE(rig.h.room().receivedFiles, QStringList{});
}

void TestServiceUpload::queuedAddressKeepsItsMarkOverARestart()
{
    Rig rig(&holdFile, ServiceHarness::StoreKind::File);
    rig.h.join();
    const Upload upload = rig.begin();
    rig.h.cut();
    rig.release();
    const Result<QUrl> url = rig.finish(upload);
    QVERIFY(url.isOk());
    QCOMPARE(rig.h.ownMessages(), url->toString() + u":Queued"_s);
    rig.h.kill();
    rig.h.online();
    rig.h.settle();
    QVERIFY(rig.h.waitFor(u"tea ~ "_s + url->toString() + u" Delivered"_s));
    QCOMPARE(rig.h.room().received, QStringList{url->toString()});
    QCOMPARE(rig.h.room().receivedFiles, QStringList{url->toString()});
}

void TestServiceUpload::failedAddressIsSentAgainWithItsMark()
{
    Rig rig;
    rig.h.join();
    rig.h.room().messageRefusal = u"forbidden"_s;
    const Result<QUrl> url = rig.finish(rig.begin());
    QVERIFY(url.isOk());
    rig.h.settle();
    QCOMPARE(rig.h.ownMessages(), url->toString() + u":Failed"_s);
    rig.h.room().messageRefusal.clear();
    rig.h.service->resend(rig.h.address(), rig.h.items().last().message.key);
    rig.h.settle();
    QCOMPARE(rig.h.room().receivedFiles.last(), url->toString());
    QVERIFY(rig.h.ownMessages().endsWith(u":Delivered"_s));
}

void TestServiceUpload::fileThatDoesNotArriveIsNoMessage()
{
    Rig rig([](const QByteArray &bytes) {
        return takeFile(bytes).isEmpty() ? QByteArray() : httpAnswer("403 Forbidden", {});
    });
    rig.h.join();
    const Result<QUrl> url = rig.finish(rig.begin());
    QVERIFY(!url);
    QCOMPARE(url.error().detail, u"HTTP 403"_s);
    QCOMPARE(rig.h.timeline(), QString());
    QVERIFY(rig.h.room().received.isEmpty());
}

void TestServiceUpload::cancelledFileIsNoMessage()
{
    Rig rig(&holdFile);
    rig.h.join();
    const Upload upload = rig.begin();
    rig.h.service->cancelUpload(upload.id);
    const Result<QUrl> url = rig.finish(upload);
    QVERIFY(!url);
    QCOMPARE(url.error().detail, uploadCancelled);
    QCOMPARE(rig.h.timeline(), QString());
}

void TestServiceUpload::lossOfTheConnectionMeanwhileQueuesTheMessage()
{
    Rig rig(&holdFile);
    rig.h.join();
    const Upload upload = rig.begin();
    rig.h.cut();
    rig.release();
    const Result<QUrl> url = rig.finish(upload);
    QVERIFY(url.isOk());
    QCOMPARE(rig.h.send(u"later"_s), QString());
    rig.h.comeBack();
    rig.h.settle();
    QCOMPARE(rig.h.room().received, (QStringList{url->toString(), u"later"_s}));
}

void TestServiceUpload::refusedAtOnceWhereNothingCanBeSaid()
{
    Rig rig;
    const auto kind = [&rig] {
        const Upload upload = rig.begin();
        return upload.result.isFinished() && !upload.result.result() ? nameOf(upload.result.result().error().kind)
                                                                     : u"nothing"_s;
    };
    QCOMPARE(kind(), u"NotInRoom"_s);
    rig.h.join();
    rig.h.room().moderated = true;
    rig.h.room().setOurRole(u"visitor"_s);
    rig.h.settle();
    QCOMPARE(kind(), u"Muted"_s);
    rig.h.room().setOurRole(u"participant"_s);
    rig.h.settle();
    rig.h.cut();
    QCOMPARE(kind(), u"NotConnected"_s);
    QVERIFY(rig.place.received().isEmpty());
}

void TestServiceUpload::signOutCancels()
{
    Rig rig(&holdFile);
    rig.h.join();
    const Upload upload = rig.begin();
    rig.h.service->signOut();
    QCOMPARE(rig.finish(upload).error().detail, uploadCancelled);
}

QTEST_GUILESS_MAIN(TestServiceUpload)
#include "tst_serviceupload.moc"
