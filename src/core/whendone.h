#pragma once

#include <QCoreApplication>
#include <QFuture>
#include <QFutureWatcher>
#include <QPointer>
#include <QPromise>
#include <QThread>

#include <memory>
#include <type_traits>
#include <utility>

namespace foyer
{

namespace detail
{
template <typename T, typename Action>
struct AnswerOf {
    using Type = std::invoke_result_t<Action &, const T &>;
};
template <typename Action>
struct AnswerOf<void, Action> {
    using Type = std::invoke_result_t<Action &>;
};
} // namespace detail

/// Calls \a action with the result of \a future on the interface's thread, unless \a context is gone by then (the
/// returned future then finishes with a default value). The call may happen at once.
///
/// Only for a future that the interface's thread itself finishes; else whenDoneElsewhere().
///
/// Stands in for QFuture::then(context, ...), which in Qt 6.4 looks at the context from the thread that finishes the
/// future and asserts that it lives.
template <typename T, typename Action>
auto whenDone(QFuture<T> future, QObject *context, Action action)
{
    QPointer<QObject> guard(context);
    if constexpr (std::is_void_v<T>) {
        using Answer = std::invoke_result_t<Action &>;
        return future.then(QCoreApplication::instance(), [guard, action = std::move(action)]() mutable -> Answer {
            if (guard) {
                return action();
            }
            return Answer();
        });
    } else {
        using Answer = std::invoke_result_t<Action &, const T &>;
        return future.then(QCoreApplication::instance(),
                           [guard, action = std::move(action)](const T &value) mutable -> Answer {
                               if (guard) {
                                   return action(value);
                               }
                               return Answer();
                           });
    }
}

/// As whenDone(), for a future that another thread finishes: the store's, the server's. The call never happens at once,
/// and calls come in the order in which their futures were finished, when whenDoneElsewhere() was called in the order
/// in which the answers were asked for.
///
/// QFuture::then() cannot be used for them: in Qt 6.4 a continuation that is attached in the moment in which the other
/// thread finishes the future runs in both threads, which delivers twice or ends the program.
template <typename T, typename Action>
auto whenDoneElsewhere(const QFuture<T> &future, QObject *context, Action action)
{
    Q_ASSERT(QThread::currentThread() == QCoreApplication::instance()->thread());
    constexpr bool isVoid = std::is_void_v<T>;
    using Answer = typename detail::AnswerOf<T, Action>::Type;
    const auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    auto *const watcher = new QFutureWatcher<T>(QCoreApplication::instance());
    const auto deliver = [watcher, promise, guard = QPointer<QObject>(context), action = std::move(action)]() mutable {
        // The watcher owns this function, so it goes last.
        const std::unique_ptr<QFutureWatcher<T>, void (*)(QFutureWatcher<T> *)> ending(
            watcher, [](QFutureWatcher<T> *done) { done->deleteLater(); });
        if (watcher->isCanceled()) {
            promise->future().cancel();
        } else if constexpr (std::is_void_v<Answer> && isVoid) {
            if (guard)
                action();
        } else if constexpr (std::is_void_v<Answer>) {
            if (guard)
                action(watcher->result());
        } else if constexpr (isVoid) {
            promise->addResult(guard ? action() : Answer());
        } else {
            promise->addResult(guard ? action(watcher->result()) : Answer());
        }
        promise->finish();
    };
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, deliver);
    if (context) {
        // Who waits for the answer is told while the application still stands, not when it takes its watchers along.
        QObject::connect(context, &QObject::destroyed, watcher, [watcher, promise] {
            if (promise->future().isFinished())
                return;
            QObject::disconnect(watcher, nullptr, watcher, nullptr);
            if constexpr (!std::is_void_v<Answer>)
                promise->addResult(Answer());
            promise->finish();
            watcher->deleteLater();
        });
    }
    watcher->setFuture(future);
    return promise->future();
}

} // namespace foyer
