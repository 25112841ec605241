#include "ui/dialogs/roomchooser.h"

#include "ui/dialogs/outsidetext.h"
#include "ui/theme.h"
#include "ui/widgets/chosenrow.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int rowHeight = 36;
constexpr int rowsInSight = 6;
constexpr qsizetype mostRows = 100;
constexpr int side = 12;
constexpr int gap = 8;
constexpr int longestText = 120;
constexpr int idRole = Qt::UserRole + 1;
constexpr int detailRole = Qt::UserRole + 2;

class RoomDelegate : public QStyledItemDelegate
{
public:
    RoomDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {option.rect.width(), m_theme.scaled(rowHeight)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = m_theme.tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state.testFlag(QStyle::State_Selected)) {
            paintChosenRow(*painter, tokens, option.rect);
        }
        Line line{painter, option.rect.adjusted(side, 0, -side, 0), option.direction == Qt::RightToLeft};
        line.putAtEnd(index.data(detailRole).toString(), m_theme.hintFont(), tokens.quietText);
        line.put(index.data().toString(), m_theme.bodyFont(), tokens.text);
        line.put(index.data(idRole).toString(), m_theme.hintFont(), tokens.quietText);
        painter->restore();
    }

private:
    /// What is left of a row's line, and texts put into it from either end.
    struct Line {
        QPainter *painter;
        QRect rest;
        bool isRightToLeft;

        void put(const QString &text, const QFont &font, const QColor &colour) { draw(text, font, colour, true); }
        void putAtEnd(const QString &text, const QFont &font, const QColor &colour) { draw(text, font, colour, false); }
        void draw(const QString &text, const QFont &font, const QColor &colour, bool atStart)
        {
            if (text.isEmpty() || rest.width() <= 0) {
                return;
            }
            const QFontMetrics metrics(font);
            const QString fitting = metrics.elidedText(text, Qt::ElideRight, rest.width());
            const bool atLeft = atStart != isRightToLeft;
            painter->setFont(font);
            painter->setPen(colour);
            painter->drawText(rest,
                              Qt::AlignAbsolute | (atLeft ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter |
                                  Qt::TextSingleLine,
                              fitting);
            const int taken = metrics.horizontalAdvance(fitting) + gap;
            rest.adjust(atLeft ? taken : 0, 0, atLeft ? 0 : -taken, 0);
        }
    };

    const Theme &m_theme;
};

} // namespace

RoomChooser::RoomChooser(const Theme &theme, QLineEdit &field, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_field(field),
      m_list(new QListView(this)),
      m_note(new QLabel(this)),
      m_model(new QStandardItemModel(this))
{
    setObjectName(u"roomChooser"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_list->setObjectName(u"roomChoicesListView"_s);
    m_list->setAccessibleName(tr("Rooms to choose from"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RoomDelegate(theme, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_note->setObjectName(u"roomChooserNoteLabel"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(side, metrics::step, side, metrics::step);
    setLook(m_note, Look::Quiet);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, metrics::step, 1, metrics::step);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(m_note);
    layout->addStretch(1);
    field.installEventFilter(this);
    connect(&field, &QLineEdit::textEdited, this, [this] {
        m_isWanted = true;
        setMark(-1);
        refresh();
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { choose(index.row()); });
    connect(&theme, &Theme::changed, this, &RoomChooser::refresh);
    hide();
}

void RoomChooser::setRecent(const QList<RoomSummary> &rooms)
{
    m_rooms.setRecent(rooms);
    refresh();
}

void RoomChooser::forgetDirectory()
{
    m_directory = Directory::Unknown;
    m_rooms.setDirectory({});
    refresh();
}

void RoomChooser::setLoading()
{
    if (m_directory != Directory::Known) {
        m_directory = Directory::Loading;
        refresh();
    }
}

void RoomChooser::setDirectory(const QList<DirectoryRoom> &rooms)
{
    m_directory = Directory::Known;
    m_rooms.setDirectory(rooms);
    refresh();
}

void RoomChooser::setDirectoryError(const Error &error)
{
    if (m_directory != Directory::Known) {
        m_directory = Directory::Failed;
        m_errorText = error.text;
        refresh();
    }
}

void RoomChooser::follow()
{
    if (isVisible()) {
        place();
    }
}

bool RoomChooser::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
        if (takeKey(static_cast<QKeyEvent *>(event)->key())) {
            return true;
        }
        break;
    case QEvent::MouseButtonPress:
        open();
        break;
    case QEvent::FocusOut:
        close();
        break;
    default:
        break;
    }
    return QFrame::eventFilter(watched, event);
}

bool RoomChooser::takeKey(int key)
{
    const bool isOpen = isVisible();
    const int chosenRow = m_list->currentIndex().row();
    switch (key) {
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (!isOpen && key == Qt::Key_Down) {
            open();
        }
        move(key == Qt::Key_Down ? 1 : -1);
        return true;
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        move(key == Qt::Key_PageDown ? rowsInSight : -rowsInSight);
        return isOpen;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isOpen && chosenRow >= 0) {
            choose(chosenRow);
            return true;
        }
        return false;
    case Qt::Key_Escape:
        close();
        return isOpen;
    default:
        return false;
    }
}

void RoomChooser::open()
{
    m_isWanted = true;
    m_isAskedFor = true;
    refresh();
}

void RoomChooser::close()
{
    m_isWanted = false;
    m_isAskedFor = false;
    hide();
    setMark(-1);
}

void RoomChooser::refresh()
{
    if (!m_isWanted) {
        return;
    }
    const QString typed = m_field.text().trimmed();
    const QList<RoomChoice> fitting = m_rooms.matching(typed, mostRows);
    const int marked = m_list->currentIndex().row();
    const auto markedRoom = marked < 0 ? std::nullopt : std::optional(m_shown.at(marked).address);
    if (fitting != m_shown || m_model->rowCount() != fitting.size()) {
        m_shown = fitting;
        m_model->clear();
        for (const RoomChoice &choice : fitting) {
            const QString id = outsideText(choice.id, longestText);
            auto *item = new QStandardItem(choice.name.isEmpty() ? id : outsideText(choice.name, longestText));
            const QString detail = choice.isRecent      ? tr("recent", "a room one is or was in")
                                   : choice.people >= 0 ? tr("%n people", nullptr, choice.people)
                                                        : QString();
            item->setData(choice.name.isEmpty() ? QString() : id, idRole);
            item->setData(detail, detailRole);
            item->setData(QString(id + u' ' + detail).trimmed(), Qt::AccessibleDescriptionRole);
            m_model->appendRow(item);
        }
    }
    // The server's list may come while one goes through what is there already.
    const auto again = std::find_if(m_shown.cbegin(), m_shown.cend(), [&](const RoomChoice &choice) {
        return markedRoom && choice.address == *markedRoom;
    });
    setMark(again == m_shown.cend() ? -1 : static_cast<int>(again - m_shown.cbegin()));
    if (again == m_shown.cend()) {
        m_list->scrollToTop();
    }
    const QString said = note();
    m_note->setText(said);
    m_note->setVisible(!said.isEmpty());
    m_list->setVisible(!m_shown.isEmpty());
    // One that says nothing but what stands in the field already is in the way.
    const bool isTold = m_shown.size() == 1 && !m_isAskedFor && m_shown.first().id == typed;
    if ((m_shown.isEmpty() && said.isEmpty()) || isTold || !m_field.hasFocus()) {
        hide();
        return;
    }
    place();
    show();
    raise();
}

QString RoomChooser::note() const
{
    if (!m_isAskedFor && m_shown.isEmpty()) {
        return {};
    }
    switch (m_directory) {
    case Directory::Unknown:
        return {};
    case Directory::Loading:
        return tr("Looking for public rooms…");
    case Directory::Failed:
        //: %1: a sentence that says why
        return tr("The server’s list of rooms could not be read: %1 You can enter an ID all the same.")
            .arg(outsideText(m_errorText));
    case Directory::Known:
        break;
    }
    if (!m_rooms.hasListed()) {
        return tr("No public rooms on this server. You can enter the ID of one that is not listed.");
    }
    return m_shown.isEmpty() ? tr("No listed room fits. You can enter the ID of one that is not listed.") : QString();
}

void RoomChooser::place()
{
    QWidget *parent = parentWidget();
    const QPoint corner = m_field.mapTo(parent, QPoint(0, m_field.height() + metrics::step));
    m_note->setFont(m_theme.hintFont());
    constexpr int border = 2; // both edges of the frame
    constexpr int edges = 2 * metrics::step + border;
    const int noteHeight = m_note->text().isEmpty() ? 0 : m_note->heightForWidth(m_field.width() - border);
    // Large text leaves room for fewer rows; the list scrolls.
    const int rowsHeight = std::min(static_cast<int>(m_shown.size()), rowsInSight) * m_theme.scaled(rowHeight);
    const int room = parent->height() - corner.y() - noteHeight - edges;
    const int listHeight = std::max(0, std::min(rowsHeight, room));
    const int height = endBelow(corner.y() + listHeight + noteHeight + edges) - corner.y();
    const int allRows = static_cast<int>(m_shown.size()) * m_theme.scaled(rowHeight);
    m_list->setFixedHeight(std::min(allRows, height - noteHeight - edges));
    setGeometry(corner.x(), corner.y(), m_field.width(), height);
}

int RoomChooser::endBelow(int end) const
{
    const auto controls = parentWidget()->findChildren<QWidget *>();
    for (bool moved = true; moved;) {
        moved = false;
        for (const QWidget *control : controls) {
            const bool isControl = qobject_cast<const QAbstractButton *>(control) != nullptr ||
                                   qobject_cast<const QLineEdit *>(control) != nullptr ||
                                   qobject_cast<const QLabel *>(control) != nullptr;
            if (!isControl || !control->isVisible() || isAncestorOf(control)) {
                continue;
            }
            const int top = control->mapTo(parentWidget(), QPoint(0, 0)).y();
            const int below = top + control->height() + metrics::step;
            if (top < end && end < below && below <= parentWidget()->height()) {
                end = below;
                moved = true;
            }
        }
    }
    return end;
}

void RoomChooser::move(int rows)
{
    const int last = m_model->rowCount() - 1;
    if (!isVisible() || last < 0) {
        return;
    }
    const int now = m_list->currentIndex().row();
    if (now < 0 && rows < 0) {
        return;
    }
    // From the first row Up leads back to what was typed.
    const int next = now < 0 ? 0 : now == 0 && rows < 0 ? -1 : std::clamp(now + rows, 0, last);
    setMark(next);
}

void RoomChooser::setMark(int row)
{
    m_list->setCurrentIndex(row < 0 ? QModelIndex() : m_model->index(row, 0));
    const QModelIndex index = m_list->currentIndex();
    // The cursor stays in the field, whose description therefore says which row is marked; else it is a problem's.
    if (index.isValid() || m_isDescribed) {
        m_field.setAccessibleDescription(index.isValid() ? QString(index.data().toString() + u' ' +
                                                                   index.data(Qt::AccessibleDescriptionRole).toString())
                                                         : QString());
    }
    m_isDescribed = index.isValid();
}

void RoomChooser::choose(int row)
{
    if (row < 0 || row >= m_shown.size()) {
        return;
    }
    const RoomChoice choice = m_shown.at(row);
    m_field.setText(choice.id);
    close();
    Q_EMIT chosen(choice);
}

} // namespace foyer
