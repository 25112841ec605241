#include "shots/camera.h"

#include "ui/widgets/elidedlabel.h"

#include <QAbstractScrollArea>
#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QPixmap>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QString nameOf(const QWidget &widget)
{
    const QString name = widget.objectName();
    const QString kind = QString::fromLatin1(widget.metaObject()->className());
    return name.isEmpty() ? kind + u" in "_s + (widget.parentWidget() ? widget.parentWidget()->objectName() : QString())
                          : name;
}

/// What a scroll area holds may be larger than what is seen of it.
bool isScrolled(const QWidget &widget)
{
    for (const QWidget *parent = widget.parentWidget(); parent != nullptr; parent = parent->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(parent) != nullptr) {
            return true;
        }
    }
    return false;
}

bool isOurWord(const QLabel &label)
{
    return label.objectName() == "connectionLabel"_L1;
}

QString clippedLabel(const QLabel &label)
{
    if (label.text().isEmpty()) {
        return {};
    }
    // What ends in a name from outside may be shortened.
    if (qobject_cast<const ElidedLabel *>(&label) != nullptr && !isOurWord(label)) {
        return {};
    }
    if (label.wordWrap()) {
        const int needed = label.heightForWidth(label.width());
        return needed > label.height() + 1 ? u"needs %1 px of height, has %2"_s.arg(needed).arg(label.height())
                                           : QString();
    }
    const QSize needed = label.sizeHint();
    if (needed.width() > label.width() + 1) {
        return u"needs %1 px of width, has %2"_s.arg(needed.width()).arg(label.width());
    }
    return needed.height() > label.height() + 1
               ? u"needs %1 px of height, has %2"_s.arg(needed.height()).arg(label.height())
               : QString();
}

QString clippedText(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget)) {
        return clippedLabel(*label);
    }
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget)) {
        // The advance of an emoji font is far wider than what it draws.
        const QString text = button->text();
        const bool hasWords = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetterOrNumber(); });
        const bool shows = hasWords && (qobject_cast<const QPushButton *>(button) != nullptr ||
                                        button->sizeHint().width() > 2 * button->sizeHint().height());
        if (shows && button->sizeHint().width() > button->width() + 1) {
            return u"needs %1 px of width, has %2"_s.arg(button->sizeHint().width()).arg(button->width());
        }
    }
    if (const auto *edit = qobject_cast<const QLineEdit *>(&widget)) {
        const int needed = edit->fontMetrics().horizontalAdvance(edit->placeholderText());
        if (edit->text().isEmpty() && needed > edit->width() - 2 * metrics::rowPadding) {
            return u"its placeholder needs %1 px, has %2"_s.arg(needed).arg(edit->width());
        }
    }
    return {};
}

/// Only layouts we make ourselves: Qt's own, of windows, stacks and button boxes, follow the desktop's style.
bool isOurs(const QLayout &layout)
{
    return (qobject_cast<const QBoxLayout *>(&layout) != nullptr ||
            qobject_cast<const QGridLayout *>(&layout) != nullptr) &&
           qobject_cast<const QDialogButtonBox *>(layout.parentWidget()) == nullptr;
}

QStringList offTheGrid(const QLayout &layout)
{
    const QMargins margins = layout.contentsMargins();
    QStringList found;
    for (const int distance : {margins.left(), margins.top(), margins.right(), margins.bottom(), layout.spacing()}) {
        // Half a step inside small things, a pixel for a frame, and the side that the design names.
        if (distance > metrics::step / 2 && distance % metrics::step != 0 && distance != metrics::timelineSide) {
            found.append(u"a margin or spacing of %1 px"_s.arg(distance));
        }
    }
    found.removeDuplicates();
    return found;
}

/// The letter that Alt makes a shortcut of \a widget; null: none.
QChar mnemonicOf(const QWidget &widget)
{
    QString text;
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget)) {
        text = button->text();
    } else if (const auto *label = qobject_cast<const QLabel *>(&widget); label != nullptr && label->buddy()) {
        text = label->text();
    }
    const qsizetype at = text.remove(u"&&"_s).indexOf(u'&');
    return at >= 0 && at + 1 < text.size() ? text.at(at + 1).toUpper() : QChar();
}

/// Letters that stand for two things at once: pressed, they do neither.
QStringList sharedMnemonics(const QWidget &window)
{
    // The letters in which the pictures from the right are written are no translation.
    if (QGuiApplication::layoutDirection() == Qt::RightToLeft) {
        return {};
    }
    QStringList found;
    QHash<QChar, const QWidget *> owners;
    for (const QWidget *child : window.findChildren<QWidget *>()) {
        const QChar letter = mnemonicOf(*child);
        if (letter.isNull() || !child->isVisible() || !child->isEnabled() || child->window() != &window) {
            continue;
        }
        if (const QWidget *other = owners.value(letter)) {
            found.append(u"%1: has the letter %2 of %3"_s.arg(nameOf(*child), letter, nameOf(*other)));
        }
        owners.insert(letter, child);
    }
    return found;
}

} // namespace

QStringList layoutFaults(const QWidget &window)
{
    QStringList found;
    QList<const QWidget *> widgets{&window};
    for (const QWidget *child : window.findChildren<QWidget *>()) {
        if (child->isVisible() && child->window() == &window && !child->objectName().startsWith("qt_"_L1)) {
            widgets.append(child);
        }
    }
    for (const QWidget *widget : std::as_const(widgets)) {
        if (const QString clipped = clippedText(*widget); !clipped.isEmpty()) {
            found.append(nameOf(*widget) + u": "_s + clipped);
        }
        const QWidget *parent = widget->parentWidget();
        if (!widget->isWindow() && !isScrolled(*widget) &&
            !parent->rect().adjusted(-1, -1, 1, 1).contains(widget->geometry())) {
            found.append(nameOf(*widget) + u": reaches out of "_s + nameOf(*parent));
        }
        if (widget->layout() != nullptr && isOurs(*widget->layout())) {
            for (const QString &fault : offTheGrid(*widget->layout())) {
                found.append(nameOf(*widget) + u": "_s + fault);
            }
        }
    }
    return found;
}

void Camera::take(const QString &name, QWidget &window)
{
    window.show();
    if (!QTest::qWaitForWindowExposed(&window)) {
        m_faults.append(name + u": the window did not come up"_s);
    }
    // Layouts, elided texts and the timeline's pages follow within a few turns of the event loop.
    constexpr int rest = 30;
    QTest::qWait(rest);
    // Each level of a layout asks the one above it in an event of its own.
    constexpr int levels = 8;
    for (int i = 0; i < levels; ++i) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    }
    if (!window.grab().save(m_folder.filePath(name + u".png"_s))) {
        m_faults.append(name + u": cannot be saved in "_s + m_folder.path());
    }
    ++m_taken;
    for (const QString &fault : layoutFaults(window) + sharedMnemonics(window)) {
        m_faults.append(name + u": "_s + fault);
    }
}

} // namespace foyer
