#include "core/whendone.h"

#include <QPromise>
#include <QThread>
#include <QtTest>

#include <atomic>

using namespace foyer;

class TestWhenDone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersOnTheInterfacesThread();
    void contextThatIsGoneIsNotCalled();
    void resultIsPassedOn();
    void answersOfAnotherThreadComeOnceAndInOrder();
    void nothingMayBeTheAnswerOfAnotherThread();
    void answerThatIsNeverGivenCallsNothing();
    void answerOfAnotherThreadOutlivesItsContext();
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

void TestWhenDone::answersOfAnotherThreadComeOnceAndInOrder()
{
    // Often enough that the thread answers in the very moment in which the continuation is attached: with
    // QFuture::then() of Qt 6.4 such an answer is delivered twice, or ends the program.
    constexpr int count = 100000;
    std::array<std::atomic<QPromise<int> *>, 64> slots_{};
    std::unique_ptr<QThread> thread(QThread::create([&slots_] {
        for (int i = 0; i < count; ++i) {
            auto &slot = slots_[static_cast<size_t>(i) % slots_.size()];
            QPromise<int> *promise = nullptr;
            while (!(promise = slot.exchange(nullptr)))
                QThread::yieldCurrentThread();
            promise->addResult(i);
            promise->finish();
            delete promise;
        }
    }));
    thread->start();
    QList<int> seen;
    for (int i = 0; i < count; ++i) {
        auto &slot = slots_[static_cast<size_t>(i) % slots_.size()];
        while (slot.load())
            QThread::yieldCurrentThread();
        auto *promise = new QPromise<int>;
        promise->start();
        const QFuture<int> future = promise->future();
        slot = promise;
        // A little later each time, so that some of them meet.
        for (int wait = 0; wait < i % 512; ++wait)
            std::atomic_signal_fence(std::memory_order_seq_cst);
        whenDoneElsewhere(future, this, [&seen](int value) { seen.append(value); });
        if (i % 64 == 0)
            QCoreApplication::processEvents();
    }
    QVERIFY(thread->wait());
    QTRY_COMPARE(seen.size(), qsizetype(count));
    QVERIFY(std::is_sorted(seen.cbegin(), seen.cend()));
    QCoreApplication::processEvents();
    QCOMPARE(seen.size(), qsizetype(count));
}

void TestWhenDone::nothingMayBeTheAnswerOfAnotherThread()
{
    QPromise<void> promise;
    promise.start();
    const QFuture<int> after = whenDoneElsewhere(promise.future(), this, [] { return 7; });
    std::unique_ptr<QThread> thread(QThread::create([&promise] { promise.finish(); }));
    thread->start();
    QVERIFY(thread->wait());
    QTRY_VERIFY(after.isFinished());
    QCOMPARE(after.result(), 7);
}

void TestWhenDone::answerThatIsNeverGivenCallsNothing()
{
    bool called = false;
    QFuture<void> after;
    {
        QPromise<int> promise;
        promise.start();
        after = whenDoneElsewhere(promise.future(), this, [&called](int) { called = true; });
    }
    QTRY_VERIFY(after.isFinished());
    QVERIFY(after.isCanceled());
    QVERIFY(!called);
}

void TestWhenDone::answerOfAnotherThreadOutlivesItsContext()
{
    QPromise<int> promise;
    promise.start();
    bool called = false;
    auto context = std::make_unique<QObject>();
    const QFuture<int> after = whenDoneElsewhere(promise.future(), context.get(), [&called](int value) {
        called = true;
        return value;
    });
    context.reset();
    // At once: when the program ends there is no later.
    QVERIFY(after.isFinished());
    promise.addResult(1);
    promise.finish();
    QCoreApplication::processEvents();
    QCOMPARE(after.resultCount(), 1);
    QCOMPARE(after.result(), 0);
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(TestWhenDone)
#include "tst_whendone.moc"
