#pragma once

#include <QUrl>

#include <functional>

class QWidget;

namespace foyer
{

class Theme;

/// Asks before an odd address is opened (displaytext::isOdd()): shows it encoded, so that look-alike letters are seen
/// for what they are. \a open is called when the person says yes; \a parent is the dialog's.
void askAboutLink(const Theme &theme, QWidget *parent, const QUrl &link, const std::function<void()> &open);

} // namespace foyer
