#include "app/connectionflow.h"

#include "core/apart.h"
#include "ui/dialogs/connectiondialog.h"

#include <QDir>
#include <QFileDialog>
#include <QSaveFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace foyer
{

ConnectionFlow::ConnectionFlow(ChatroomService &service, Clock &clock, Theme &theme, QWidget *window, QObject *parent)
    : QObject(parent), m_source(service), m_clock(clock), m_report(m_source, clock), m_theme(theme), m_window(window)
{
    linkConnectionReport(service, m_report);
}

ConnectionFlow::~ConnectionFlow()
{
    // It shows the report's lists, which go with this.
    delete m_dialog;
}

void ConnectionFlow::open()
{
    if (!m_dialog) {
        m_dialog = new ConnectionDialog(m_theme, m_report, m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &ConnectionDialog::saveRequested, this, &ConnectionFlow::save);
    }
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void ConnectionFlow::save()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString name = u"foyer-connection-%1.json"_s.arg(m_clock.now().toLocalTime().toString(u"yyyy-MM-dd-HHmm"_s));
    auto *chooser = new QFileDialog(m_dialog, tr("Save the report"), folder, tr("JSON files (*.json)"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(u"json"_s);
    chooser->selectFile(name);
    connect(chooser, &QFileDialog::fileSelected, this, [this](const QString &fileName) {
        const auto saved = saveTo(fileName);
        if (m_dialog && saved) {
            m_dialog->showSaved(tr("Saved as %1.").arg(apartFromLeft(QDir::toNativeSeparators(fileName))));
        } else if (m_dialog) {
            m_dialog->showProblem(saved.error().text);
        }
    });
    chooser->open();
}

Result<Done> ConnectionFlow::saveTo(const QString &fileName) const
{
    QSaveFile file(fileName);
    const QByteArray report = m_report.exported();
    const bool written = file.open(QIODevice::WriteOnly) &&
                         file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                         file.write(report) == report.size() && file.commit();
    if (!written) {
        return Error{ErrorKind::StoreFailed,
                     tr("The report could not be saved: %1. Choose another place.").arg(apart(file.errorString())),
                     fileName};
    }
    return Done{};
}

} // namespace foyer
