#include "ui/room/attachmentrow.h"

#include "models/displaytext.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QImage>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int pictureSide = 40;
constexpr int signSize = 20;
constexpr int iconSize = 16;
constexpr int progressHeight = 4;
constexpr int progressSteps = 1000;
} // namespace

AttachmentRow::AttachmentRow(const Theme &theme, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_picture(new QLabel(this)),
      m_name(new ElidedLabel(this)),
      m_detail(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_retry(new QPushButton(tr("Try again"), this)),
      m_end(new QToolButton(this))
{
    setObjectName(u"attachmentRow"_s);
    m_picture->setFixedSize(pictureSide, pictureSide);
    m_picture->setAlignment(Qt::AlignCenter);
    m_name->setObjectName(u"attachmentNameLabel"_s);
    m_detail->setObjectName(u"attachmentDetailLabel"_s);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setWordWrap(true);
    m_progress->setObjectName(u"attachmentProgressBar"_s);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(progressHeight);
    m_progress->setRange(0, progressSteps);
    m_retry->setObjectName(u"retryAttachmentPushButton"_s);
    setLook(m_retry, Look::Link);
    m_end->setObjectName(u"endAttachmentToolButton"_s);
    setLook(m_end, Look::Icon);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch(1);
    words->addWidget(m_name);
    words->addWidget(m_detail);
    words->addWidget(m_progress);
    words->addStretch(1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, metrics::step, 0, metrics::step);
    layout->setSpacing(metrics::rowPadding);
    layout->addWidget(m_picture);
    layout->addLayout(words, 1);
    layout->addWidget(m_retry);
    layout->addWidget(m_end);
    connect(m_retry, &QPushButton::clicked, this, [this] { Q_EMIT retryRequested(id()); });
    connect(m_end, &QToolButton::clicked, this, [this] {
        if (m_attachment.state == Attachment::State::Sending) {
            Q_EMIT cancelRequested(id());
        } else {
            Q_EMIT removeRequested(id());
        }
    });
    connect(&theme, &Theme::changed, this, &AttachmentRow::update);
}

void AttachmentRow::setAttachment(const Attachment &attachment)
{
    m_attachment = attachment;
    update();
}

QString AttachmentRow::detail() const
{
    const QString size = sizeText(m_attachment.bytes);
    switch (m_attachment.state) {
    case Attachment::State::Ready:
        return size;
    case Attachment::State::Sending:
        return m_attachment.sent == 0
                   ? tr("Sending… %1", "a file of that size").arg(size)
                   : tr("Sending… %1 of %2", "so much of a file is sent").arg(sizeText(m_attachment.sent), size);
    case Attachment::State::Failed:
        return m_attachment.problem;
    }
    return {};
}

void AttachmentRow::update()
{
    const bool isSending = m_attachment.state == Attachment::State::Sending;
    const bool isFailed = m_attachment.state == Attachment::State::Failed;
    const QString name = displaytext::oneLine(m_attachment.file.name);
    m_name->setWords(name);
    m_name->setFont(m_theme.nameFont());
    m_detail->setFont(isFailed ? m_theme.problemFont() : m_theme.hintFont());
    m_detail->setText(detail());
    setLook(m_detail, isFailed ? Look::Bad : Look::Quiet);
    m_progress->setVisible(isSending);
    m_progress->setAccessibleName(tr("Sending %1", "a file").arg(name));
    m_progress->setValue(
        m_attachment.bytes == 0 ? 0 : static_cast<int>(progressSteps * m_attachment.sent / m_attachment.bytes));
    m_retry->setVisible(isFailed);
    m_retry->setAccessibleName(tr("Send %1 again", "a file").arg(name));
    const int size = m_theme.iconSize(iconSize);
    m_end->setIconSize({size, size});
    m_end->setMinimumWidth(m_theme.iconSize(20) + metrics::headButton - 20);
    m_end->setIcon(Icons::icon(u"close"_s, m_theme.tokens().quietText, size));
    m_end->setToolTip(isSending ? tr("Cancel") : tr("Remove"));
    m_end->setAccessibleName(isSending ? tr("Do not send %1", "a file").arg(name)
                                       : tr("Remove %1", "a file").arg(name));
    updatePicture();
}

void AttachmentRow::updatePicture()
{
    const bool isFailed = m_attachment.state == Attachment::State::Failed;
    const qreal ratio = devicePixelRatioF();
    const QImage thumbnail = QImage::fromData(m_attachment.thumbnail, "PNG");
    if (thumbnail.isNull()) {
        const Tokens &tokens = m_theme.tokens();
        m_picture->setPixmap(Icons::pixmap(isFailed ? u"warning"_s : u"file"_s,
                                           isFailed ? tokens.bad.text : tokens.quietText, m_theme.iconSize(signSize),
                                           ratio));
        return;
    }
    const QImage small =
        thumbnail.scaled(QSize(pictureSide, pictureSide) * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    // Round as all pictures are.
    QPixmap picture(small.size());
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QBrush(small));
    painter.drawRoundedRect(picture.rect(), metrics::controlRadius * ratio, metrics::controlRadius * ratio);
    painter.end();
    picture.setDevicePixelRatio(ratio);
    m_picture->setPixmap(picture);
}

} // namespace foyer
