#include "ui/shortcutsdialog.h"

#include "ui/theme.h"
#include "ui/windowkeys.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int side = 24;
constexpr int betweenColumns = 32;
constexpr int mostHeight = 720;

} // namespace

ShortcutsDialog::ShortcutsDialog(const Theme &theme, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"shortcutsDialog"_s);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"shortcutsScrollArea"_s);
    scroll->setAccessibleName(windowTitle());
    scroll->setWidgetResizable(true);
    setLook(scroll, Look::Page);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QWidget *table = makeTable();
    scroll->setWidget(table);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"closePushButton"_s);
    close->setAccessibleName(close->text().remove(u'&'));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(side, side, side, side);
    layout->setSpacing(16);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    // Fonts after the style sheet, which sets them when it polishes.
    ensurePolished();
    const auto heads = table->findChildren<QLabel *>(u"groupLabel"_s);
    for (QLabel *head : heads) {
        head->ensurePolished();
        head->setFont(theme.sectionFont());
    }
    const QSize wanted = table->sizeHint();
    // The page's own frame and padding, and a scroll bar where it takes one.
    constexpr int around = 32;
    scroll->setMinimumWidth(wanted.width() + around);
    const int below = 16 + buttons->sizeHint().height();
    resize(wanted.width() + 2 * side + around, std::min(mostHeight, wanted.height() + 2 * side + below + around));
    close->setFocus();
}

QWidget *ShortcutsDialog::makeTable()
{
    auto *table = new QWidget(this);
    auto *grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(betweenColumns);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    const QList<KeyEntry> entries = WindowKeys::table();
    const KeyEntry *before = nullptr;
    int row = 0;
    const auto add = [table, grid](const QString &text, Look look, int at, int column) {
        auto *label = new QLabel(text, table);
        label->setTextFormat(Qt::PlainText);
        setLook(label, look);
        grid->addWidget(label, at, column);
        return label;
    };
    for (const KeyEntry &entry : entries) {
        if (before == nullptr || before->group != entry.group) {
            if (before != nullptr) {
                grid->setRowMinimumHeight(row++, 12);
            }
            add(WindowKeys::titleOf(entry.group), Look::Quiet, row++, 0)->setObjectName(u"groupLabel"_s);
        }
        add(entry.text, Look::Plain, row, 0);
        add(WindowKeys::wordsFor(entry), Look::Quiet, row, 1);
        ++row;
        before = &entry;
    }
    grid->setRowStretch(row, 1);
    return table;
}

} // namespace foyer
