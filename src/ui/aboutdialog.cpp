#include "ui/aboutdialog.h"

#include "ui/theme.h"
#include "ui/widgets/buttonrow.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int side = 24;
constexpr int dialogWidth = 440;

} // namespace

AboutDialog::AboutDialog(const Theme &theme, QWidget *parent) : QDialog(parent), m_copied(new QLabel(this))
{
    setObjectName(u"aboutDialog"_s);
    setWindowTitle(tr("About Foyer"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(side, side, side, side);
    layout->setSpacing(metrics::rowPadding);
    const auto add = [this, layout](const QString &text, Look look, const QString &name) {
        auto *label = new QLabel(text, this);
        label->setObjectName(name);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        setLook(label, look);
        layout->addWidget(label);
        return label;
    };
    QLabel *title = add(u"Foyer " FOYER_VERSION ""_s, Look::Title, u"versionLabel"_s);
    title->ensurePolished();
    title->setFont(theme.titleFont());
    add(tr("Talk in chatrooms, and find your place again after every disconnection."), Look::Plain, u"purposeLabel"_s);
    add(tr("Qt %1, built with %2.").arg(QLatin1StringView(qVersion()), QLatin1StringView(QT_VERSION_STR)), Look::Quiet,
        u"qtLabel"_s);
    add(tr("Diagnostics tell versions, outages and how your rooms fare. They hold no message, no name and no "
           "password."),
        Look::Quiet, u"diagnosticsLabel"_s);
    m_copied->setObjectName(u"copiedLabel"_s);
    m_copied->setTextFormat(Qt::PlainText);
    auto *copy = new QPushButton(tr("Copy &diagnostics"), this);
    copy->setObjectName(u"copyPushButton"_s);
    copy->setAccessibleName(tr("Copy diagnostics"));
    copy->setAutoDefault(false);
    auto *close = new QPushButton(tr("&Close"), this);
    close->setObjectName(u"closePushButton"_s);
    close->setAccessibleName(tr("Close"));
    close->setDefault(true);
    layout->addSpacing(metrics::rowPadding);
    // Beside the buttons, where it takes no room before it is said.
    QBoxLayout *buttons = makeButtonRow({copy, close});
    buttons->insertWidget(0, m_copied);
    layout->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this, [this] {
        Q_EMIT copyRequested();
        m_copied->setText(tr("Copied."));
    });
    // As high as its words are at its width; wrapped labels alone ask for more.
    const auto labels = findChildren<QLabel *>();
    for (QLabel *label : labels) {
        label->ensurePolished();
    }
    const int width = theme.scaled(dialogWidth);
    setMinimumWidth(width);
    layout->activate();
    resize(width, layout->totalHeightForWidth(width));
    close->setFocus();
}

} // namespace foyer
