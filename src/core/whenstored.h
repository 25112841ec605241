#pragma once

#include "core/whendone.h"

namespace foyer
{

/// whenDoneElsewhere() under the name of what it is mostly for: answers of the store, which has a thread of its own.
/// whenDone() would let an answer that is there already overtake one that is still on its way to the interface's
/// thread, and an older state would then be taken for the newer one.
template <typename T, typename Action>
auto whenStored(const QFuture<T> &future, QObject *context, Action action)
{
    return whenDoneElsewhere(future, context, std::move(action));
}

} // namespace foyer
