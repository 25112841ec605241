#pragma once

#include "server/rooms/roomhost.h"

#include <QFutureWatcher>

#include <memory>

namespace foyer::server
{

/// Calls \a action with the host's answer, at once when it is there already, else on the thread of \a context, unless
/// that is gone by then. A host that gave up without an answer could not save what was asked (see RoomHost).
template <typename T, typename Action>
void whenAnswered(const QFuture<Granted<T>> &future, QObject *context, Action action)
{
    const auto tell = [action = std::move(action)](const QFuture<Granted<T>> &finished) {
        if (finished.resultCount() > 0) {
            action(finished.result());
        } else {
            action(Granted<T>(Refusal::make(Refusal::Kind::NotSaved)));
        }
    };
    if (future.isFinished()) {
        tell(future);
        return;
    }
    auto *watcher = new QFutureWatcher<Granted<T>>(context);
    QObject::connect(watcher, &QFutureWatcher<Granted<T>>::finished, context, [watcher, tell]() {
        watcher->deleteLater();
        tell(watcher->future());
    });
    watcher->setFuture(future);
}

/// Calls \a action with all answers, in the order of \a futures, once the last is there.
template <typename T, typename Action>
void whenAllAnswered(const QList<QFuture<Granted<T>>> &futures, QObject *context, Action action)
{
    struct Collected {
        QList<std::optional<Granted<T>>> answers;
        qsizetype missing = 0;
    };
    if (futures.isEmpty()) {
        action(QList<Granted<T>>());
        return;
    }
    auto collected = std::make_shared<Collected>();
    collected->answers.resize(futures.size());
    collected->missing = futures.size();
    for (qsizetype i = 0; i < futures.size(); ++i) {
        whenAnswered(futures.at(i), context, [collected, i, action](const Granted<T> &answer) {
            collected->answers[i] = answer;
            if (--collected->missing == 0) {
                QList<Granted<T>> all;
                for (const auto &each : std::as_const(collected->answers)) {
                    all.append(*each);
                }
                action(all);
            }
        });
    }
}

} // namespace foyer::server
