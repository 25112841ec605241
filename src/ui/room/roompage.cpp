#include "ui/room/roompage.h"

#include "core/whendone.h"
#include "models/displaytext.h"
#include "models/roompagestate.h"
#include "models/typingtext.h"
#include "ui/icons.h"
#include "ui/room/bannerbar.h"
#include "ui/room/composer.h"
#include "ui/room/leftpanel.h"
#include "ui/room/linkquestion.h"
#include "ui/room/longtextdialog.h"
#include "ui/room/messagequestions.h"
#include "ui/room/noticemenu.h"
#include "ui/room/voicebar.h"
#include "ui/theme.h"
#include "ui/timeline/timelineview.h"
#include "ui_roompage.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// The message of that key, when the timeline's window holds it.
std::optional<StoredMessage> messageOf(RoomPageState *room, MessageKey key)
{
    TimelineItem probe;
    probe.message.key = key;
    const int row = room == nullptr ? -1 : room->timeline().indexOf(TimelineRow::rowId(probe));
    return row < 0 ? std::nullopt : std::optional(room->timeline().row(row).item.message);
}

} // namespace

RoomPage::RoomPage(const Theme &theme, Clock &clock, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_ui(std::make_unique<Ui::RoomPage>()),
      m_banner(new BannerBar(theme, this)),
      m_voice(new VoiceBar(this)),
      m_timeline(new TimelineView(theme, clock, this)),
      m_composer(new Composer(theme, this)),
      m_left(new LeftPanel(theme, this)),
      m_menu(new QMenu(this)),
      m_emptyLabel(new QLabel(m_timeline))
{
    m_ui->setupUi(this);
    setObjectName(u"roomPage"_s);
    setAcceptDrops(true);
    setGround(this, Ground::Background);
    m_ui->headerFrame->setAttribute(Qt::WA_StyledBackground);
    m_timeline->setObjectName(u"timelineView"_s);
    m_emptyLabel->setObjectName(u"emptyTimelineLabel"_s);
    m_emptyLabel->setTextFormat(Qt::PlainText);
    m_emptyLabel->setAlignment(Qt::AlignCenter);
    m_emptyLabel->setWordWrap(true);
    m_emptyLabel->setAttribute(Qt::WA_TransparentForMouseEvents);
    setLook(m_emptyLabel, Look::Quiet);
    auto *over = new QVBoxLayout(m_timeline);
    over->setContentsMargins(metrics::timelineSide, 0, metrics::timelineSide, 0);
    over->setSpacing(0);
    over->addWidget(m_emptyLabel, 0, Qt::AlignVCenter);
    m_ui->bannerLayout->addWidget(m_banner);
    m_ui->bannerLayout->addWidget(m_voice);
    m_ui->timelineLayout->addWidget(m_timeline, 1);
    m_ui->bottomLayout->addWidget(m_composer);
    m_ui->bottomLayout->addWidget(m_left);
    m_ui->pageLayout->setStretch(2, 1);
    m_ui->roomsToolButton->hide();
    makeMenu();
    connectParts();
    applyTheme();
    update();
}

RoomPage::~RoomPage() = default;

void RoomPage::makeMenu()
{
    m_menu->setObjectName(u"roomMenu"_s);
    QAction *copy = m_menu->addAction(tr("&Copy room address"));
    copy->setObjectName(u"copyAddressAction"_s);
    connect(copy, &QAction::triggered, this, [this] {
        if (m_room) {
            QGuiApplication::clipboard()->setText(m_room->address().spelled());
        }
    });
    m_noticeMenu = new NoticeMenu(m_menu);
    m_menu->addMenu(m_noticeMenu);
    connect(m_noticeMenu, &NoticeMenu::levelChosen, this, &RoomPage::noticeLevelChosen);
    m_menu->addSeparator();
    m_leaveAction = m_menu->addAction(tr("&Leave room"));
    m_leaveAction->setObjectName(u"leaveAction"_s);
    connect(m_leaveAction, &QAction::triggered, this, &RoomPage::leaveRequested);
    m_removeAction = m_menu->addAction(tr("&Remove from list"));
    m_removeAction->setObjectName(u"removeAction"_s);
    connect(m_removeAction, &QAction::triggered, this, &RoomPage::removeRequested);
    m_ui->moreToolButton->setMenu(m_menu);
}

void RoomPage::connectParts()
{
    connect(m_composer, &Composer::sendRequested, this, [this](const QString &body, MessageKey replyTo) {
        Q_EMIT sendRequested(body, replyTo);
        m_timeline->scrollToNewest();
    });
    connect(m_composer, &Composer::askToSpeakRequested, this, &RoomPage::askToSpeakRequested);
    connect(m_voice, &VoiceBar::giveVoiceRequested, this, [this](const QString &nickname) {
        if (m_room) {
            Q_EMIT moderationRequested(m_room->address(), {Moderation::Kind::GiveVoice, nickname, {}});
            m_room->dropVoiceRequest(nickname);
        }
    });
    connect(m_voice, &VoiceBar::notNowRequested, this, [this](const QString &nickname) {
        if (m_room) {
            m_room->dropVoiceRequest(nickname);
        }
    });
    connect(m_composer, &Composer::correctRequested, this, &RoomPage::correctRequested);
    connect(m_composer, &Composer::commandRequested, this, &RoomPage::commandRequested);
    connect(m_composer, &Composer::editLastRequested, this, &RoomPage::beginEditLast);
    connect(m_composer, &Composer::pageRequested, m_timeline, [this](int pages) { m_timeline->scrollPages(pages); });
    connect(m_composer, &Composer::focusLeft, m_timeline, [this] { m_timeline->setFocus(Qt::OtherFocusReason); });
    connect(m_composer, &Composer::opened, m_timeline, [this] {
        if (window()->focusWidget() == m_timeline) {
            m_composer->focusText();
        }
    });
    connect(m_banner, &BannerBar::retryNowRequested, this, &RoomPage::retryNowRequested);
    connect(m_banner, &BannerBar::nicknameRequested, this, &RoomPage::joinAgainRequested);
    connect(m_left, &LeftPanel::rejoinRequested, this, &RoomPage::rejoinRequested);
    connect(m_left, &LeftPanel::joinAgainRequested, this, &RoomPage::joinAgainRequested);
    connect(m_left, &LeftPanel::alternativeRequested, this, &RoomPage::alternativeRequested);
    connect(m_left, &LeftPanel::removeRequested, this, &RoomPage::removeRequested);
    connect(m_timeline, &TimelineView::loadGapRequested, this, &RoomPage::loadGapRequested);
    connect(m_timeline, &TimelineView::resendRequested, this, &RoomPage::resendRequested);
    connectMessageActs();
    connect(m_timeline, &TimelineView::linkActivated, this, [this](const QUrl &link) {
        if (displaytext::isOdd(link)) {
            askAboutLink(m_theme, this, link, [this, link] { Q_EMIT linkActivated(link); });
        } else {
            Q_EMIT linkActivated(link);
        }
    });
    connect(m_timeline, &TimelineView::followingChanged, this, &RoomPage::followingChanged);
    connect(m_timeline, &TimelineView::showAllRequested, this, &RoomPage::showAll);
    connect(m_ui->roomsToolButton, &QToolButton::clicked, this, &RoomPage::roomsPaneRequested);
    connect(m_ui->peopleToolButton, &QToolButton::clicked, this, &RoomPage::peoplePaneRequested);
    connect(&m_theme, &Theme::changed, this, &RoomPage::applyTheme);
}

void RoomPage::connectMessageActs()
{
    connect(m_timeline, &TimelineView::replyRequested, this,
            [this](const StoredMessage &message) { beginReply(message.key); });
    connect(m_timeline, &TimelineView::editRequested, this,
            [this](const StoredMessage &message) { beginEdit(message.key); });
    connect(m_timeline, &TimelineView::historyRequested, this, &RoomPage::historyRequested);
    connect(m_timeline, &TimelineView::reactRequested, this,
            [this](const StoredMessage &message, const QString &emoji) {
                Q_EMIT reactionsRequested(message.key, toggledReactions(message, emoji));
            });
    connect(m_timeline, &TimelineView::retractRequested, this, [this](const StoredMessage &message) {
        // Another room may be shown when the answer comes.
        askToRetract(m_theme, this, message,
                     [this, room = m_room->address(), key = message.key] { Q_EMIT retractRequested(room, key); });
    });
    connect(m_timeline, &TimelineView::moderateRequested, this, [this](const StoredMessage &message) {
        askToModerate(m_theme, this, message,
                      [this, room = m_room->address(), key = message.key](const QString &reason) {
                          Q_EMIT moderateRequested(room, key, reason);
                      });
    });
}

void RoomPage::setRoom(RoomPageState *room)
{
    if (m_room) {
        disconnect(m_room, nullptr, this, nullptr);
        disconnect(&m_room->composer(), nullptr, this, nullptr);
        disconnect(&m_room->timeline(), nullptr, this, nullptr);
    }
    m_room = room;
    if (room != nullptr) {
        connect(room, &RoomPageState::changed, this, &RoomPage::update);
        connect(room, &RoomPageState::writersChanged, this, &RoomPage::updateTyping);
        connect(&room->composer(), &ComposerState::changed, this, &RoomPage::updateEmptiness);
        connect(&room->timeline(), &TimelineModel::refreshed, this, &RoomPage::updateEmptiness);
        connect(&room->timeline(), &TimelineModel::olderChanged, this, &RoomPage::updateEmptiness);
    }
    m_banner->setState(room == nullptr ? nullptr : &room->banner());
    m_composer->setState(room == nullptr ? nullptr : &room->composer());
    m_composer->setPeople(room == nullptr ? nullptr : &room->occupants());
    m_left->setState(room == nullptr ? nullptr : &room->left());
    update();
    // Last, so that the timeline is laid out once, at its final height.
    m_timeline->setModel(room == nullptr ? nullptr : &room->timeline());
    updateEmptiness();
}

void RoomPage::setEmoji(EmojiModel *emoji)
{
    m_composer->setEmoji(emoji);
    m_timeline->setEmoji(emoji);
}

void RoomPage::mention(const QString &nickname)
{
    m_composer->mention(nickname);
}

void RoomPage::focusComposer()
{
    if (m_room && m_room->left().isShown()) {
        return m_left->focusAction();
    }
    m_composer->focusText();
}

void RoomPage::beginReply(MessageKey key)
{
    const auto row = messageOf(m_room, key);
    if (row && !row->retracted) {
        m_composer->beginReply(key, row->nickname, row->body);
    }
}

void RoomPage::beginEdit(MessageKey key)
{
    const auto row = messageOf(m_room, key);
    if (row && row->own && !row->retracted) {
        m_composer->beginEdit(key, row->body);
    }
}

void RoomPage::beginEditLast()
{
    if (m_room) {
        whenDone(m_room->timeline().newestOwn(), this,
                 [this, asked = QPointer(m_room)](const std::optional<StoredMessage> &row) {
                     if (row && row->state == DeliveryState::Delivered && asked && asked == m_room) {
                         m_composer->beginEditLast(row->key, row->body);
                     }
                 });
    }
}

void RoomPage::setRoomsButtonShown(bool shown)
{
    m_ui->roomsToolButton->setVisible(shown);
    // A button's picture begins inside of it; the picture is what stands above the timeline's edge.
    const int side = shown ? metrics::timelineSide - 6 : metrics::timelineSide;
    m_ui->headerLayout->setContentsMargins(side, metrics::rowPadding, side, metrics::rowPadding);
}

void RoomPage::setPeopleShown(bool shown)
{
    m_ui->peopleToolButton->setChecked(shown);
}

void RoomPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_ui->retranslateUi(this);
    }
    QWidget::changeEvent(event);
}

void RoomPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // The style sheet resets fonts when it polishes, which is when a widget is first shown.
    applyTheme();
}

void RoomPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_composer->takes(*event->mimeData())) {
        // Never a move: whoever offers one might delete the file then.
        event->setDropAction(Qt::CopyAction);
        event->accept();
        m_composer->setDropping(true);
    }
}

void RoomPage::dragMoveEvent(QDragMoveEvent *event)
{
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void RoomPage::dragLeaveEvent(QDragLeaveEvent *event)
{
    m_composer->setDropping(false);
    QWidget::dragLeaveEvent(event);
}

void RoomPage::dropEvent(QDropEvent *event)
{
    m_composer->setDropping(false);
    event->setDropAction(Qt::CopyAction);
    event->accept();
    m_composer->take(*event->mimeData());
}

void RoomPage::applyTheme()
{
    const int size = m_theme.iconSize(20);
    const auto draw = [this, size](QToolButton *button, const QString &icon) {
        setLook(button, Look::Icon);
        button->setIconSize({size, size});
        button->setIcon(Icons::icon(icon, m_theme.tokens().quietText, size));
    };
    draw(m_ui->roomsToolButton, u"rooms"_s);
    draw(m_ui->peopleToolButton, u"people"_s);
    draw(m_ui->moreToolButton, u"more"_s);
    m_ui->roomAvatar->setSize(m_theme.avatarSize(metrics::largeAvatar));
    m_ui->headerFrame->setFixedHeight(m_theme.scaled(metrics::headerHeight) + 1);
    m_ui->roomNameLabel->setFont(m_theme.titleFont());
    m_ui->roomStatusLabel->setFont(m_theme.hintFont());
    setLook(m_ui->roomStatusLabel, Look::Quiet);
}

void RoomPage::update()
{
    if (!m_room) {
        return;
    }
    const bool idle = m_room->isIdle();
    m_ui->roomAvatar->setPerson(m_room->name(), idle ? QString() : m_room->address().toString());
    m_ui->roomNameLabel->setWords(m_room->name());
    const QString subject = displaytext::oneLine(m_room->subject());
    m_ui->roomStatusLabel->setSentence(subject.isEmpty()
                                           ? m_room->statusLine()
                                           : tr("%1 · %2", "state of the room, then its subject")
                                                 .arg(m_room->statusLine(), displaytext::isolated(subject)));
    m_ui->peopleToolButton->setVisible(!idle);
    m_noticeMenu->setLevel(m_room->noticeLevel());
    m_leaveAction->setVisible(!idle);
    m_removeAction->setVisible(idle);
    m_voice->setRequests(m_room->voiceRequests());
    m_timeline->setCanLoad(m_room->abilities().isLive);
    const bool left = m_room->left().isShown();
    const QWidget *focused = window()->focusWidget();
    const bool isBack = !left && (focused == m_left || m_left->isAncestorOf(focused));
    const bool hasCome = left && m_left->isHidden();
    m_composer->setVisible(!left);
    m_left->setVisible(left);
    if (hasCome && (m_composer->isAncestorOf(focused) || (focused == m_timeline && m_timeline->currentRow() < 0))) {
        // Not to its button: whoever was writing would press it with the next space.
        m_left->setFocus(Qt::OtherFocusReason);
    }
    if (isBack) {
        m_timeline->setFocus(Qt::OtherFocusReason); // the composer takes it when one can write
        m_composer->focusText();
    }
    updateTyping();
    updateEmptiness();
}

void RoomPage::updateTyping()
{
    m_composer->setTyping(m_room ? typingText(m_room->writers()) : QString());
}

void RoomPage::updateEmptiness()
{
    const bool empty = m_room && m_room->timeline().rowCount() == 0 && !m_room->left().isShown();
    m_emptyLabel->setVisible(empty);
    if (!empty) {
        return;
    }
    if (m_room->state() != RoomState::Joined) {
        m_emptyLabel->setText(m_room->statusLine());
    } else {
        m_emptyLabel->setText(m_room->composer().canSend() ? tr("No messages yet. Write the first one below.")
                                                           : tr("No messages yet."));
    }
}

void RoomPage::showAll(const QString &body)
{
    auto *dialog = new LongTextDialog(body, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace foyer
