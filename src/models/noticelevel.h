#pragma once

namespace foyer
{

/// Which messages of a room are told outside the window.
enum class NoticeLevel { All, Mentions, None };

} // namespace foyer
