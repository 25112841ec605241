#include "ui/dialogs/connectiondialog.h"

#include "models/connectionreport.h"
#include "ui/dialogs/reportdelegate.h"
#include "ui/theme.h"

#include "ui_connectiondialog.h"

#include <QListView>

namespace foyer
{

namespace
{

constexpr int dialogWidth = 560;

} // namespace

ConnectionDialog::ConnectionDialog(Theme &theme, ConnectionReport &report, QWidget *parent)
    : FormDialog(theme, dialogWidth, parent), m_report(report), m_ui(std::make_unique<Ui::ConnectionDialog>())
{
    m_ui->setupUi(this);
    setModal(false);
    setUpLists();
    connect(&m_report, &ConnectionReport::changed, this, &ConnectionDialog::update);
    connect(m_ui->outagesPageButton, &QPushButton::toggled, this, &ConnectionDialog::update);
    connect(m_ui->savePushButton, &QPushButton::clicked, this, [this] {
        clearProblems();
        m_ui->savedLabel->hide();
        Q_EMIT saveRequested();
    });
    // Apart from the note above, which is another thing.
    for (QLabel *label : {m_ui->savedLabel, m_ui->problemLabel}) {
        label->setContentsMargins(0, metrics::rowPadding, 0, 0);
    }
    connect(m_ui->closePushButton, &QPushButton::clicked, this, &ConnectionDialog::close);
    m_ui->problemLabel->hide();
    m_ui->savedLabel->hide();
    finishSetup();
    update();
    m_ui->outagesListView->setFocus();
}

ConnectionDialog::~ConnectionDialog() = default;

void ConnectionDialog::setUpLists()
{
    const auto prepare = [this](QListView *list, QAbstractItemModel &model, const QString &name) {
        list->setModel(&model);
        list->setAccessibleName(name);
        list->setItemDelegate(new ReportDelegate(theme(), list));
        connect(&theme(), &Theme::changed, list, &QListView::doItemsLayout);
    };
    prepare(m_ui->outagesListView, m_report.outages(), tr("Outages, newest first"));
    prepare(m_ui->roomsListView, m_report.rooms(), tr("Rooms and how they fare"));
    m_ui->savePushButton->setAccessibleDescription(m_ui->noteLabel->text());
}

void ConnectionDialog::update()
{
    m_ui->stateLabel->setText(m_report.stateText());
    const bool outages = m_ui->outagesPageButton->isChecked();
    const bool noOutages = m_report.outages().rowCount() == 0;
    const bool noRooms = m_report.rooms().rowCount() == 0;
    QWidget *page = m_ui->roomsListView;
    if (outages) {
        page = noOutages ? static_cast<QWidget *>(m_ui->noOutagesLabel) : m_ui->outagesListView;
    } else if (noRooms) {
        page = m_ui->noRoomsLabel;
    }
    m_ui->pagesStackedWidget->setCurrentWidget(page);
}

void ConnectionDialog::showSaved(const QString &text)
{
    showNote(m_ui->savedLabel, text);
}

void ConnectionDialog::showProblem(const QString &text)
{
    FormDialog::showProblem(m_ui->problemLabel, text);
}

void ConnectionDialog::showEvent(QShowEvent *event)
{
    m_report.start();
    FormDialog::showEvent(event);
}

void ConnectionDialog::hideEvent(QHideEvent *event)
{
    m_report.stop();
    FormDialog::hideEvent(event);
}

} // namespace foyer
