#pragma once

namespace foyer
{

/// What an occupant is doing with a message that is not written yet (XEP-0085).
enum class ChatState { Active, Composing, Paused, Inactive, Gone };

} // namespace foyer
