#include "ui/shortcutsdialog.h"

#include "ui/theme.h"
#include "ui/widgets/buttonrow.h"
#include "ui/widgets/screenroom.h"
#include "ui/windowkeys.h"

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
/// The border and padding of a page in the style sheet.
constexpr int pageFrame = 4;
constexpr int scrollBarWidth = 10;
constexpr int betweenParts = 12;

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
    auto *close = new QPushButton(tr("&Close"), this);
    close->setObjectName(u"closePushButton"_s);
    close->setAccessibleName(tr("Close"));
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    // The words stand at the edge of every dialog's, the page's ring around them.
    layout->setContentsMargins(side - pageFrame, side - pageFrame, side - pageFrame, side);
    layout->setSpacing(betweenParts);
    layout->addWidget(scroll, 1);
    QBoxLayout *buttons = makeButtonRow({close});
    buttons->setContentsMargins(0, 0, pageFrame, 0);
    layout->addLayout(buttons);
    // Fonts after the style sheet, which sets them when it polishes.
    ensurePolished();
    const auto heads = table->findChildren<QLabel *>(u"groupLabel"_s);
    for (QLabel *head : heads) {
        head->ensurePolished();
        head->setFont(theme.sectionFont());
    }
    fit(*scroll, betweenParts + close->sizeHint().height() + side);
    close->setFocus();
}

void ShortcutsDialog::fit(QScrollArea &scroll, int below)
{
    const QWidget &table = *scroll.widget();
    const QSize room = roomOnScreen(*this);
    // Beside the words there is place for a scroll bar, where it takes one.
    constexpr int aside = 2 * side + scrollBarWidth;
    const QSize wanted = table.sizeHint();
    const int width = std::min(wanted.width() + aside, room.width());
    if (width < wanted.width() + aside) {
        const auto labels = table.findChildren<QLabel *>();
        for (QLabel *label : labels) {
            label->setWordWrap(true);
        }
        // Words do not break.
        scroll.setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    }
    scroll.setMinimumWidth(width - 2 * (side - pageFrame));
    resize(width, std::min({mostHeight, wanted.height() + side + pageFrame + below, room.height()}));
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
