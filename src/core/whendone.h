#pragma once

#include <QCoreApplication>
#include <QFuture>
#include <QPointer>

#include <type_traits>
#include <utility>

namespace foyer
{

/// Calls \a action with the result of \a future on the interface's thread, unless \a context is gone by then (the
/// returned future then finishes with a default value). The call may happen at once.
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

} // namespace foyer
