#include "ui/dialogs/moderationdialog.h"

#include "core/apart.h"
#include "ui/dialogs/outsidetext.h"
#include "ui/theme.h"
#include "ui/widgets/buttonrow.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int dialogWidth = 420;
constexpr int longestReason = 500;
constexpr int longestName = 60;
} // namespace

ModerationDialog::ModerationDialog(Theme &theme, const Moderation &moderation, QWidget *parent)
    : FormDialog(theme, dialogWidth, parent), m_moderation(moderation), m_reason(new QLineEdit(this))
{
    setObjectName(u"moderationDialog"_s);
    const bool bans = moderation.kind == Moderation::Kind::Ban;
    const QString name = outsideText(moderation.nickname, longestName);
    setWindowTitle(bans ? tr("Ban") : tr("Remove from the room"));
    auto *title =
        new QLabel(bans ? tr("Ban %1?").arg(apart(name)) : tr("Remove %1 from the room?").arg(apart(name)), this);
    title->setObjectName(u"moderationTitleLabel"_s);
    auto *hint = new QLabel(bans ? tr("They leave at once and cannot come back until somebody lifts the ban.")
                                 : tr("They leave at once and may come back."),
                            this);
    for (QLabel *label : {title, hint}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    setLook(title, Look::Title);
    setLook(hint, Look::Quiet);
    auto *heading = new QLabel(tr("&Reason"), this);
    setLook(heading, Look::Heading);
    heading->setBuddy(m_reason);
    m_reason->setObjectName(u"moderationReasonLineEdit"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Everybody in the room may read it"));
    m_reason->setMaxLength(longestReason);
    m_reason->setText(moderation.reason);
    auto *cancel = new QPushButton(tr("Ca&ncel"), this);
    cancel->setObjectName(u"cancelModerationPushButton"_s);
    cancel->setAutoDefault(false);
    auto *confirm = new QPushButton(bans ? tr("&Ban") : tr("Re&move"), this);
    confirm->setObjectName(u"confirmModerationPushButton"_s);
    confirm->setDefault(true);
    setLook(confirm, Look::Danger);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(metrics::rowPadding);
    layout->addWidget(title);
    layout->addWidget(hint);
    layout->addSpacing(metrics::step);
    layout->addWidget(heading);
    layout->addWidget(m_reason);
    layout->addSpacing(metrics::rowPadding);
    layout->addLayout(makeButtonRow({cancel, confirm}));
    finishSetup();
    m_reason->setFocus();

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(confirm, &QPushButton::clicked, this, [this] {
        m_moderation.reason = m_reason->text().trimmed();
        accept();
        Q_EMIT confirmed(m_moderation);
    });
}

} // namespace foyer
