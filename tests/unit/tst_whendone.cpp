#include "core/whendone.h"

#include <QPromise>
#include <QThread>
#include <QtTest>

using namespace foyer;

class TestWhenDone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersOnTheInterfacesThread();
    void contextThatIsGoneIsNotCalled();
    void resultIsPassedOn();
};

void TestWhenDone::answersOnTheInterfacesThread()
{
    QPromise<int> promise;
    promise.start();
    QThread *answered = nullptr;
    whenDone(promise.future(), this, [&answered](int) { answered = QThread::currentThread(); });
    std::unique_ptr<QThread> thread(QThread::create([&promise] {
        promise.addResult(1);
        promise.finish();
    }));
    thread->start();
    QVERIFY(thread->wait());
    QTRY_COMPARE(answered, QThread::currentThread());
}

void TestWhenDone::contextThatIsGoneIsNotCalled()
{
    QPromise<int> promise;
    promise.start();
    bool called = false;
    auto context = std::make_unique<QObject>();
    const QFuture<void> after = whenDone(promise.future(), context.get(), [&called](int) { called = true; });
    context.reset();
    promise.addResult(1);
    promise.finish();
    QTRY_VERIFY(after.isFinished());
    QVERIFY(!called);
}

void TestWhenDone::resultIsPassedOn()
{
    QPromise<int> promise;
    promise.start();
    const QFuture<int> twice = whenDone(promise.future(), this, [](int value) { return 2 * value; });
    promise.addResult(21);
    promise.finish();
    QTRY_VERIFY(twice.isFinished());
    QCOMPARE(twice.result(), 42);
}

QTEST_GUILESS_MAIN(TestWhenDone)
#include "tst_whendone.moc"
