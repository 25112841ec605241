#include "ui/people/personcard.h"

#include "models/moderation.h"
#include "ui/dialogs/outsidetext.h"
#include "ui/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/elidedlabel.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int cardWidth = 300;
constexpr int side = 16;
constexpr int longestExtra = 1024;
} // namespace

PersonCard::PersonCard(const Theme &theme, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_avatar(new AvatarWidget(this)),
      m_name(new ElidedLabel(this)),
      m_standing(new QLabel(this)),
      m_address(new QLabel(this)),
      m_extra(new QLabel(this)),
      m_mention(new QPushButton(tr("Mention"), this)),
      m_close(new QPushButton(tr("Close"), this))
{
    setObjectName(u"personCard"_s);
    setAttribute(Qt::WA_StyledBackground);
    setFixedWidth(cardWidth);
    m_name->setObjectName(u"personNameLabel"_s);
    m_standing->setObjectName(u"personStandingLabel"_s);
    m_address->setObjectName(u"personAddressLabel"_s);
    m_extra->setObjectName(u"personExtraLabel"_s);
    for (QLabel *label : {m_standing, m_address, m_extra}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    setLook(m_standing, Look::Quiet);
    setLook(m_address, Look::Quiet);
    m_mention->setObjectName(u"mentionPersonPushButton"_s);
    m_close->setObjectName(u"closeCardPushButton"_s);
    m_close->setAccessibleName(tr("Close"));

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_name);
    words->addWidget(m_standing);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_avatar, 0, Qt::AlignTop);
    head->addLayout(words, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::rowPadding);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_mention);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(side, side, side, side);
    layout->setSpacing(metrics::rowPadding);
    layout->addLayout(head);
    layout->addWidget(m_address);
    layout->addWidget(m_extra);
    layout->addSpacing(metrics::step);
    layout->addLayout(buttons);

    connect(m_mention, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT mentionRequested(m_person.nickname);
    });
    connect(m_close, &QPushButton::clicked, this, &PersonCard::goBack);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (isVisible() && now != nullptr && now != this && !isAncestorOf(now)) {
            hide();
        }
    });
    connect(&theme, &Theme::changed, this, &PersonCard::applyTheme);
    hide();
}

void PersonCard::open(const Occupant &person, bool isSelf, const QPoint &corner)
{
    if (QWidget *now = window()->focusWidget(); now != nullptr && !isAncestorOf(now)) {
        m_before = now;
    }
    tell(person);
    m_mention->setVisible(!isSelf);
    show();
    // The style sheet resets fonts when it polishes, which is when a widget is first shown.
    applyTheme();
    const int left = std::clamp(isRightToLeft() ? corner.x() : corner.x() - width(), 0,
                                std::max(0, parentWidget()->width() - width()));
    move(left, std::clamp(corner.y(), 0, std::max(0, parentWidget()->height() - height())));
    raise();
    (isSelf ? m_close : m_mention)->setFocus(Qt::PopupFocusReason);
}

void PersonCard::follow(const std::optional<Occupant> &person)
{
    if (!person || moderation::identity(*person) != moderation::identity(m_person)) {
        // Gone, or somebody else by now.
        goBack();
    } else if (*person != m_person) {
        tell(*person);
        applyTheme();
    }
}

void PersonCard::tell(const Occupant &person)
{
    m_person = person;
    m_avatar->setPerson(person.nickname, person.occupantId.isEmpty() ? person.nickname : person.occupantId);
    m_name->setWords(person.nickname);
    m_standing->setText(moderation::standing(person));
    m_address->setText(outsideText(person.realJid.bare().toString()));
    m_address->setVisible(!person.realJid.isEmpty());
    m_extra->setText(outsideText(person.extra, longestExtra));
    m_extra->setVisible(!person.extra.isEmpty());
    m_mention->setAccessibleName(tr("Mention %1").arg(outsideButtonText(person.nickname)));
}

void PersonCard::goBack()
{
    // Before it hides, when Qt would give the focus to whatever comes next in the window.
    if (m_before && m_before->isVisible()) {
        m_before->setFocus(Qt::PopupFocusReason);
    }
    hide();
}

void PersonCard::applyTheme()
{
    m_avatar->setSize(m_theme.avatarSize(metrics::largeAvatar));
    m_name->setFont(m_theme.nameFont());
    m_standing->setFont(m_theme.hintFont());
    m_address->setFont(m_theme.hintFont());
    setFixedWidth(m_theme.scaled(cardWidth));
    // Labels that wrap tell their height only for a width.
    resize(width(), layout()->totalHeightForWidth(width()));
}

void PersonCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        goBack();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace foyer
