#include "ui/room/attachmentstrip.h"

#include "ui/room/attachmentrow.h"
#include "ui/theme.h"

#include <QHash>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int mostRows = 3;
constexpr int rowHeight = 52;
/// Long words of a server about a file leave the room its place.
constexpr int mostHeight = 2 * mostRows * rowHeight;
} // namespace

AttachmentStrip::AttachmentStrip(const Theme &theme, QWidget *parent)
    : QScrollArea(parent), m_theme(theme), m_content(new QWidget(this)), m_rows(new QVBoxLayout(m_content))
{
    setObjectName(u"attachmentStrip"_s);
    setAccessibleName(tr("Attached files"));
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_content->setAutoFillBackground(false);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    setWidget(m_content);
    viewport()->setAutoFillBackground(false);
    connect(&theme, &Theme::changed, this, &AttachmentStrip::fitHeight);
    hide();
}

void AttachmentStrip::setList(AttachmentList *list)
{
    if (m_list) {
        disconnect(m_list, nullptr, this, nullptr);
    }
    m_list = list;
    if (list != nullptr) {
        connect(list, &AttachmentList::changed, this, &AttachmentStrip::rebuild);
        connect(list, &AttachmentList::attachmentChanged, this, &AttachmentStrip::refresh);
    }
    rebuild();
}

AttachmentRow *AttachmentStrip::makeRow()
{
    auto *row = new AttachmentRow(m_theme, m_content);
    connect(row, &AttachmentRow::retryRequested, m_list, &AttachmentList::send);
    connect(row, &AttachmentRow::cancelRequested, m_list, &AttachmentList::cancel);
    connect(row, &AttachmentRow::removeRequested, m_list, &AttachmentList::remove);
    return row;
}

void AttachmentStrip::rebuild()
{
    const QList<Attachment> attachments = m_list ? m_list->attachments() : QList<Attachment>();
    QHash<AttachmentId, AttachmentRow *> known;
    const auto rows = m_content->findChildren<AttachmentRow *>(QString(), Qt::FindDirectChildrenOnly);
    for (AttachmentRow *row : rows) {
        known.insert(row->id(), row);
        m_rows->removeWidget(row);
    }
    for (const Attachment &attachment : attachments) {
        AttachmentRow *row = known.take(attachment.id);
        if (row == nullptr) {
            row = makeRow();
        }
        row->setAttachment(attachment);
        m_rows->addWidget(row);
        row->show();
    }
    for (AttachmentRow *gone : std::as_const(known)) {
        // Perhaps one of its buttons has called; and nobody is to find it any more.
        gone->hide();
        gone->setParent(nullptr);
        gone->deleteLater();
    }
    fitHeight();
}

void AttachmentStrip::refresh(AttachmentId id)
{
    const auto attachment = m_list ? m_list->find(id) : std::nullopt;
    const auto rows = m_content->findChildren<AttachmentRow *>(QString(), Qt::FindDirectChildrenOnly);
    for (AttachmentRow *row : rows) {
        if (attachment && row->id() == id) {
            row->setAttachment(*attachment);
        }
    }
    fitHeight();
}

void AttachmentStrip::fitHeight()
{
    const QMargins margins = m_rows->contentsMargins();
    const int width = viewport()->width() - margins.left() - margins.right();
    int wanted = 0;
    for (int i = 0; i < std::min(m_rows->count(), mostRows); ++i) {
        QLayout *row = m_rows->itemAt(i)->widget()->layout();
        // What was said last is not yet counted.
        row->activate();
        wanted += row->hasHeightForWidth() ? row->totalHeightForWidth(width) : row->totalSizeHint().height();
    }
    m_rows->activate();
    setFixedHeight(std::min(std::max(wanted, rowHeight), m_theme.scaled(mostHeight)));
}

void AttachmentStrip::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) {
        fitHeight();
    }
}

} // namespace foyer
