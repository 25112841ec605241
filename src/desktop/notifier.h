#pragma once

#include <QObject>

namespace foyer
{

/// The desktop's notifications. Titles and bodies may hold text from outside; they appear literally.
class Notifier : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Shows a notification, in the place of the one with the same \a key if that still stands.
    virtual void show(const QString &key, const QString &title, const QString &body) = 0;
    /// Takes the notification away, if it still stands.
    virtual void withdraw(const QString &key) = 0;

Q_SIGNALS:
    /// The notification was clicked. \a token lets the window come to the front (xdg-activation); may be empty.
    void activated(const QString &key, const QString &token);
};

} // namespace foyer
