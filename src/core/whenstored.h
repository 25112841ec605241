#pragma once

#include <QCoreApplication>
#include <QFuture>
#include <QPointer>
#include <QPromise>

#include <memory>
#include <type_traits>
#include <utility>

namespace foyer
{

/// As whenDone(), for answers that come from the store's thread: never at once, and in the order in which the store
/// gave them. whenDone() lets an answer that is there already overtake one that is still on its way to the interface's
/// thread, and an older state would then be taken for the newer one.
template <typename T, typename Action>
auto whenStored(QFuture<T> future, QObject *context, Action action)
{
    using Answer = std::invoke_result_t<Action &, const T &>;
    auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    QFuture<Answer> answer = promise->future();
    future.then([guard = QPointer<QObject>(context), promise, action = std::move(action)](const T &value) {
        const auto deliver = [guard, promise, action, value]() mutable {
            if constexpr (std::is_void_v<Answer>) {
                if (guard) {
                    action(value);
                }
            } else {
                promise->addResult(guard ? action(value) : Answer());
            }
            promise->finish();
        };
        QMetaObject::invokeMethod(QCoreApplication::instance(), deliver, Qt::QueuedConnection);
    });
    return answer;
}

} // namespace foyer
