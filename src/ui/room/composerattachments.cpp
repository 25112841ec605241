// The part of Composer that has to do with files: the button, what is pasted and dropped, and what goes out.
#include "ui/room/composer.h"

#include "models/composerstate.h"
#include "ui/icons.h"
#include "ui/room/attachmentintake.h"
#include "ui/room/attachmentstrip.h"
#include "ui/room/composeredit.h"
#include "ui/theme.h"

#include <QFrame>
#include <QMimeData>
#include <QStyle>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace foyer
{

void Composer::connectAttachments()
{
    m_attachButton->setObjectName(u"attachToolButton"_s);
    m_attachButton->setAccessibleName(tr("Attach files"));
    setLook(m_attachButton, Look::Icon);
    connect(m_attachButton, &QToolButton::clicked, m_intake, &AttachmentIntake::openDialog);
    connect(m_edit, &ComposerEdit::attachmentGiven, this, &Composer::take);
    connect(m_edit, &ComposerEdit::textGiven, this, &Composer::put);
    connect(m_intake, &AttachmentIntake::begun, this, [this] {
        if (m_state) {
            m_state->objectTo({});
        }
    });
    connect(m_intake, &AttachmentIntake::refused, this, [this](const QString &sentence) {
        if (m_state) {
            m_state->objectTo(sentence);
        }
    });
}

void Composer::updateAttachments(bool open)
{
    const UploadOffer offer = m_state ? m_state->attachments().offer() : UploadOffer();
    const bool offered = offer.state == UploadOffer::State::Yes;
    m_attachButton->setVisible(open);
    m_attachButton->setEnabled(offered);
    m_attachButton->setIconSize(m_emojiButton->iconSize());
    m_attachButton->setIcon(Icons::icon(u"attach"_s, m_theme.tokens().quietText, m_emojiButton->iconSize().width()));
    // Where nothing can be attached the button says why.
    QString tip = m_state ? m_state->attachments().refusal() : QString();
    if (offered) {
        tip = offer.maximumBytes > 0 ? tr("Attach files of up to %1").arg(sizeText(offer.maximumBytes))
                                     : tr("Attach files");
    }
    m_attachButton->setToolTip(tip);
    m_attachButton->setAccessibleDescription(tip);
    m_strip->setVisible(open && !m_state->attachments().isEmpty());
}

QList<AttachmentId> Composer::readyFiles() const
{
    // What is being corrected stays a text.
    const bool can = m_state && m_state->canSend() && m_state->aim().kind != ComposerAim::Kind::Edit;
    return can ? m_state->attachments().ready() : QList<AttachmentId>();
}

void Composer::sendFiles(const QList<AttachmentId> &files)
{
    for (const AttachmentId id : files) {
        m_state->attachments().send(id);
    }
}

bool Composer::takes(const QMimeData &given) const
{
    return m_state && m_state->canSend() && isVisible() && (given.hasText() || AttachmentIntake::isAttachment(given));
}

void Composer::take(const QMimeData &given)
{
    if (!takes(given)) {
        return;
    }
    if (AttachmentIntake::isAttachment(given)) {
        m_intake->take(given);
    } else {
        put(given.text());
    }
    focusText();
}

void Composer::put(const QString &text)
{
    const QTextCursor cursor = m_edit->textCursor();
    QString whole = m_edit->toPlainText();
    whole.replace(cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart(), text);
    if (m_state && m_state->fits(whole)) {
        m_edit->insertPlainText(text);
    }
}

void Composer::setDropping(bool dropping)
{
    m_frame->setProperty("dropping", dropping);
    m_frame->style()->unpolish(m_frame);
    m_frame->style()->polish(m_frame);
}

} // namespace foyer
