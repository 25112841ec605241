#pragma once

#include "core/error.h"

#include <utility>
#include <variant>

namespace foyer
{

/// A value or the reason there is none. Never ignored: ask `if (!result)` before `value()`.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result() : m_state(T{}) {}
    Result(T value) : m_state(std::move(value)) {}
    Result(Error error) : m_state(std::move(error)) {}

    explicit operator bool() const { return std::holds_alternative<T>(m_state); }
    bool isOk() const { return std::holds_alternative<T>(m_state); }

    /// Only when isOk().
    const T &value() const & { return std::get<T>(m_state); }
    T &value() & { return std::get<T>(m_state); }
    T &&value() && { return std::get<T>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    const T *operator->() const { return &value(); }
    T valueOr(T fallback) const { return isOk() ? value() : std::move(fallback); }

    /// Only when not isOk().
    const Error &error() const { return std::get<Error>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// The success of something that has no value.
struct Done {
    bool operator==(const Done &) const = default;
};

} // namespace foyer
