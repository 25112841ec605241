#include "ui/rooms/undobar.h"

#include "core/apart.h"
#include "models/displaytext.h"
#include "models/roomlistmodel.h"
#include "ui/theme.h"
#include "ui/widgets/elidedlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace foyer
{

UndoBar::UndoBar(const Theme &theme, Clock &clock, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_end(clock, [this] { hide(); }),
      m_label(new ElidedLabel(this)),
      m_button(new QPushButton(tr("Undo"), this))
{
    setObjectName(u"undoBar"_s);
    m_label->setObjectName(u"undoLabel"_s);
    m_button->setObjectName(u"undoLeavePushButton"_s);
    setLook(m_button, Look::Link);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, metrics::rowPadding);
    layout->setSpacing(metrics::rowPadding);
    layout->addSpacing(metrics::step);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, [this] {
        m_end.stop();
        hide();
        Q_EMIT undoRequested(m_room);
    });
    connect(&theme, &Theme::changed, this, &UndoBar::applyFonts);
    hide();
}

void UndoBar::applyFonts()
{
    m_label->setFont(m_theme.hintFont());
    QFont bold = m_theme.hintFont();
    bold.setWeight(QFont::DemiBold);
    m_button->setFont(bold);
}

void UndoBar::offer(const RoomAddress &room, const QString &name)
{
    m_room = room;
    m_label->setSentence(tr("You left %1.").arg(apart(displaytext::oneLine(name))));
    m_button->setAccessibleName(tr("Undo: join %1 again").arg(name));
    show();
    // The style sheet resets fonts when it polishes, which is when a widget is first shown.
    applyFonts();
    QAccessibleEvent event(m_label, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    m_end.start(shownForMs);
}

void UndoBar::look(const RoomListModel &rooms)
{
    const int row = rooms.rowOf(m_room);
    if (isHidden() || (row >= 0 && rooms.entry(row).isIdle())) {
        return;
    }
    m_end.stop();
    hide();
}

} // namespace foyer
