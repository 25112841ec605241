#pragma once

#include "models/attachmentlist.h"

#include <QPointer>
#include <QScrollArea>

class QVBoxLayout;

namespace foyer
{

class AttachmentRow;
class Theme;

/// The attachments of the room that is shown, one below the other above the text; three at a time, the rest by
/// scrolling. Whoever owns it hides it while there are none.
class AttachmentStrip : public QScrollArea
{
    Q_OBJECT

public:
    explicit AttachmentStrip(const Theme &theme, QWidget *parent = nullptr);

    void setList(AttachmentList *list);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void refresh(AttachmentId id);
    void fitHeight();
    AttachmentRow *makeRow();

    const Theme &m_theme;
    QPointer<AttachmentList> m_list;
    QWidget *m_content;
    QVBoxLayout *m_rows;
};

} // namespace foyer
