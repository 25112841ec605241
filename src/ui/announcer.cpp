#include "ui/announcer.h"

#include <QAccessible>
#include <QAccessibleWidget>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QAccessibleInterface *makeAccessible(const QString &className, QObject *object)
{
    if (className != "foyer::Announcer"_L1) {
        return nullptr;
    }
    return new QAccessibleWidget(static_cast<QWidget *>(object), QAccessible::AlertMessage);
}

} // namespace

Announcer::Announcer(QWidget *window) : QWidget(window)
{
    QAccessible::installFactory(makeAccessible);
    setObjectName(u"announcer"_s);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    // On the screen, or readers would pass it over; without a place of its own.
    setGeometry(0, 0, 1, 1);
}

void Announcer::announce(const QString &text)
{
    // The same words twice are two announcements.
    if (accessibleName() == text) {
        setAccessibleName({});
    }
    setAccessibleName(text);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace foyer
