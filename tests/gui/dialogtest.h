#pragma once

#include <QApplication>
#include <QCheckBox>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QWidget>

namespace foyer
{

/// Finds a part of a dialog by its object name and fails loudly when it is not there.
template <typename T = QWidget>
T *part(const QWidget &dialog, const char *name)
{
    auto *found = dialog.findChild<T *>(QString::fromLatin1(name));
    if (!found) {
        qFatal("no such part: %s", name);
    }
    return found;
}

inline QString textOf(const QWidget &dialog, const char *lineEdit)
{
    return part<QLineEdit>(dialog, lineEdit)->text();
}

/// Replaces a line's text as a person does; any script.
inline void type(const QWidget &dialog, const char *lineEdit, const QString &text)
{
    auto *line = part<QLineEdit>(dialog, lineEdit);
    QVERIFY2(line->isVisible() && line->isEnabled(), lineEdit);
    line->setFocus();
    line->selectAll();
    QTest::keyClick(line, Qt::Key_Delete);
    QInputMethodEvent event;
    event.setCommitString(text);
    QApplication::sendEvent(line, &event);
}

inline void click(const QWidget &dialog, const char *button)
{
    auto *widget = part(dialog, button);
    QVERIFY2(widget->isVisible() && widget->isEnabled(), button);
    // A check box takes clicks on its box and text only, not on the rest of its row.
    const bool wide = qobject_cast<QCheckBox *>(widget) != nullptr;
    QTest::mouseClick(widget, Qt::LeftButton, {}, wide ? QPoint(widget->height() / 2, widget->height() / 2) : QPoint());
}

/// The text a person reads: empty when the label is not shown.
inline QString shown(const QWidget &dialog, const char *label)
{
    const auto *widget = part<QLabel>(dialog, label);
    return widget->isVisible() ? widget->text() : QString();
}

/// A button's text as it is read, without its mnemonic; empty when the button is not shown.
inline QString buttonText(const QWidget &dialog, const char *button)
{
    const auto *widget = part<QPushButton>(dialog, button);
    if (!widget->isVisible()) {
        return {};
    }
    QString text = widget->text();
    text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
    text.remove(u'&');
    return text.replace(u'\x01', u'&');
}

/// Whether the field carries the red mark.
inline bool isMarked(const QWidget &dialog, const char *field)
{
    return part(dialog, field)->property("invalid").toBool();
}

inline QString focusName(const QWidget &dialog)
{
    return dialog.focusWidget() ? dialog.focusWidget()->objectName() : QString();
}

/// Every interactive part has an object name that ends in its class, a name for screen readers, and an own mnemonic.
inline void checkParts(const QWidget &dialog)
{
    QString mnemonics;
    const auto widgets = dialog.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        const QString name = widget->objectName();
        const bool button = qobject_cast<const QAbstractButton *>(widget) != nullptr;
        if (name.startsWith(u"qt_") || widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(&dialog)) {
            continue;
        }
        QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
        const QString text = button ? static_cast<const QAbstractButton *>(widget)->text() : QString();
        QVERIFY2(!widget->accessibleName().isEmpty() || !text.isEmpty(), qPrintable(name));
    }
    const auto collect = [&mnemonics](QString text) {
        const qsizetype at = text.remove(QStringLiteral("&&")).indexOf(u'&');
        if (at >= 0) {
            mnemonics += text.at(at + 1).toUpper();
        }
    };
    const auto buttons = dialog.findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (button->isVisibleTo(&dialog)) {
            collect(button->text());
        }
    }
    const auto labels = dialog.findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        if (label->buddy() && label->isVisibleTo(&dialog)) {
            collect(label->text());
        }
    }
    for (const QChar mnemonic : std::as_const(mnemonics)) {
        QVERIFY2(mnemonics.count(mnemonic) == 1, qPrintable(mnemonics));
    }
}

} // namespace foyer
