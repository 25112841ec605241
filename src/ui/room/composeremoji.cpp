// The part of Composer that has to do with emoji.
#include "ui/room/composer.h"

#include "ui/room/composeredit.h"
#include "ui/theme.h"
#include "ui/widgets/emojipicker.h"

#include <QFrame>
#include <QPushButton>

namespace foyer
{

void Composer::setEmoji(EmojiModel *emoji)
{
    m_emoji = emoji;
    update();
}

void Composer::openPicker()
{
    if (!m_picker) {
        m_picker = new EmojiPicker(m_theme, *m_emoji, window());
        connect(m_picker, &EmojiPicker::picked, this, [this](const QString &emoji) {
            m_edit->insertPlainText(emoji);
            focusText();
        });
        connect(m_picker, &EmojiPicker::cancelled, this, &Composer::focusText);
    }
    const QRect send = m_send->geometry();
    const QPoint corner(isRightToLeft() ? send.right() + 1 : send.left(), -metrics::step);
    m_picker->open(m_frame->mapTo(window(), corner));
}

bool Composer::closePicker()
{
    const bool isOpen = m_picker && m_picker->isVisible();
    if (isOpen) {
        m_picker->hide();
    }
    return isOpen;
}

} // namespace foyer
