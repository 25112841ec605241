#include "ui/dialogs/serversettingsdialog.h"

#include "ui/dialogs/tickbox.h"
#include "ui/theme.h"

#include "ui_serversettingsdialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int dialogWidth = 520;
constexpr auto keyProperty = "settingsKey";

QString keyOf(const QWidget *field)
{
    return field->property(keyProperty).toString();
}

/// The words of a switch that is not just true or false.
QString wordOf(const TickBox *box, bool on)
{
    const QVariant word = box->property(on ? "settingsOn" : "settingsOff");
    return word.isValid() ? word.toString() : on ? u"true"_s : u"false"_s;
}

void setValue(QWidget *field, const QString &value)
{
    if (auto *box = qobject_cast<TickBox *>(field)) {
        box->setChecked(value == wordOf(box, true));
    } else if (auto *number = qobject_cast<QSpinBox *>(field)) {
        number->setValue(value.toInt());
    } else if (auto *line = qobject_cast<QLineEdit *>(field)) {
        line->setText(value);
    }
}

QString valueOf(const QWidget *field)
{
    if (const auto *box = qobject_cast<const TickBox *>(field)) {
        return wordOf(box, box->isChecked());
    }
    if (const auto *number = qobject_cast<const QSpinBox *>(field)) {
        return QString::number(number->value());
    }
    const auto *line = qobject_cast<const QLineEdit *>(field);
    return line ? line->text().trimmed() : QString();
}

} // namespace

ServerSettingsDialog::ServerSettingsDialog(Theme &theme, QWidget *parent)
    : FormDialog(theme, dialogWidth, parent), m_ui(std::make_unique<Ui::ServerSettingsDialog>())
{
    m_ui->setupUi(this);
    setUpPages();
    setUpSecret();
    addField(m_ui->administratorsLineEdit, m_ui->administratorsErrorLabel);
    addField(m_ui->appKeyLineEdit, m_ui->appKeyErrorLabel);
    addField(m_ui->appSecretLineEdit, m_ui->appSecretErrorLabel);
    addField(m_ui->callbackUrlLineEdit, m_ui->callbackUrlErrorLabel);
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &ServerSettingsDialog::reject);
    connect(m_ui->usualButton, &QPushButton::clicked, this, [this] {
        clearProblems();
        setValues(m_usual);
    });
    connect(m_ui->saveButton, &QPushButton::clicked, this, [this] {
        clearProblems();
        if (fits()) {
            Q_EMIT saveRequested(values());
        }
    });
    fitNumbers();
    connect(&theme, &Theme::changed, this, &ServerSettingsDialog::fitNumbers);
    finishSetup();
    m_ui->roomsPageButton->setFocus();
}

bool ServerSettingsDialog::fits()
{
    const int text = m_ui->bodyBytesSpinBox->value();
    const int whole = m_ui->stanzaBytesSpinBox->value();
    if (text <= whole) {
        return true;
    }
    showProblem(u"max_body_bytes"_s,
                tr("A text of %1 bytes does not fit into a message of %2 bytes. Lower the one or raise the other.")
                    .arg(QLocale().toString(text), QLocale().toString(whole)));
    return false;
}

void ServerSettingsDialog::fitNumbers()
{
    int widest = 0;
    const auto numbers = findChildren<QSpinBox *>();
    for (QSpinBox *number : numbers) {
        number->ensurePolished();
        // Qt does not count the style sheet's padding.
        const int words = number->fontMetrics().horizontalAdvance(number->specialValueText());
        widest = std::max({widest, number->sizeHint().width(), words + 4 * metrics::rowPadding});
    }
    for (QSpinBox *number : numbers) {
        number->setFixedWidth(widest);
    }
    fitSecret();
}

void ServerSettingsDialog::fitSecret()
{
    const QList<std::pair<QPushButton *, QStringList>> buttons{{m_ui->showSecretButton, {tr("S&how"), tr("&Hide")}},
                                                               {m_ui->copySecretButton, {tr("Cop&y"), tr("Copied")}}};
    for (const auto &[button, texts] : buttons) {
        button->ensurePolished();
        int widest = 0;
        for (const QString &text : texts) {
            widest = std::max(widest, button->fontMetrics().size(Qt::TextShowMnemonic, text).width());
        }
        // The style sheet's padding and border.
        button->setFixedWidth(widest + 2 * (4 * metrics::step + 1));
    }
}

ServerSettingsDialog::~ServerSettingsDialog() = default;

void ServerSettingsDialog::setUpPages()
{
    const QList<std::pair<QPushButton *, QWidget *>> pages{{m_ui->roomsPageButton, m_ui->roomsPage},
                                                           {m_ui->peoplePageButton, m_ui->peoplePage},
                                                           {m_ui->apiPageButton, m_ui->apiPage},
                                                           {m_ui->limitsPageButton, m_ui->limitsPage}};
    for (const auto &[button, page] : pages) {
        connect(button, &QPushButton::toggled, page, [this, page = page](bool chosen) {
            if (chosen) {
                m_ui->pagesStackedWidget->setCurrentWidget(page);
            }
        });
    }
    m_ui->pagesStackedWidget->setCurrentWidget(m_ui->roomsPage);
}

void ServerSettingsDialog::setUpSecret()
{
    connect(m_ui->showSecretButton, &QPushButton::clicked, this,
            [this] { showSecret(m_ui->appSecretLineEdit->echoMode() == QLineEdit::Password); });
    connect(m_ui->copySecretButton, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_ui->appSecretLineEdit->text());
        m_ui->copySecretButton->setText(tr("Copied"));
    });
    connect(m_ui->appSecretLineEdit, &QLineEdit::textChanged, this, [this](const QString &secret) {
        m_ui->copySecretButton->setText(tr("Cop&y"));
        m_ui->copySecretButton->setEnabled(!secret.isEmpty());
    });
    m_ui->copySecretButton->setEnabled(false);
    showSecret(false);
}

void ServerSettingsDialog::showSecret(bool shown)
{
    m_ui->appSecretLineEdit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    m_ui->showSecretButton->setText(shown ? tr("&Hide") : tr("S&how"));
    m_ui->showSecretButton->setAccessibleName(shown ? tr("Hide the app secret") : tr("Show the app secret"));
}

QStringList ServerSettingsDialog::keys() const
{
    QStringList keys;
    const auto fields = findChildren<QWidget *>();
    for (const QWidget *field : fields) {
        if (!keyOf(field).isEmpty()) {
            keys.append(keyOf(field));
        }
    }
    return keys;
}

QWidget *ServerSettingsDialog::fieldOf(const QString &key) const
{
    const auto fields = findChildren<QWidget *>();
    const auto found =
        std::find_if(fields.cbegin(), fields.cend(), [&key](const QWidget *field) { return keyOf(field) == key; });
    return found == fields.cend() ? nullptr : *found;
}

void ServerSettingsDialog::setValues(const Values &values)
{
    for (auto value = values.cbegin(); value != values.cend(); ++value) {
        if (QWidget *field = fieldOf(value.key())) {
            setValue(field, value.value());
        }
    }
}

ServerSettingsDialog::Values ServerSettingsDialog::values() const
{
    Values values;
    const QStringList known = keys();
    for (const QString &key : known) {
        values.insert(key, valueOf(fieldOf(key)));
    }
    return values;
}

void ServerSettingsDialog::setUsualValues(const Values &values)
{
    m_usual = values;
}

void ServerSettingsDialog::showProblem(const QString &key, const QString &text)
{
    const QHash<QString, QLabel *> labels{{u"administrators"_s, m_ui->administratorsErrorLabel},
                                          {u"app_key"_s, m_ui->appKeyErrorLabel},
                                          {u"app_secret"_s, m_ui->appSecretErrorLabel},
                                          {u"callback_url"_s, m_ui->callbackUrlErrorLabel}};
    FormDialog::showProblem(labels.value(key, m_ui->generalErrorLabel), text);
    QWidget *field = fieldOf(key);
    if (field == nullptr) {
        return;
    }
    // The page with the field, so that it is seen.
    const QList<std::pair<QWidget *, QPushButton *>> pages{{m_ui->roomsPage, m_ui->roomsPageButton},
                                                           {m_ui->peoplePage, m_ui->peoplePageButton},
                                                           {m_ui->apiPage, m_ui->apiPageButton},
                                                           {m_ui->limitsPage, m_ui->limitsPageButton}};
    for (const auto &[page, button] : pages) {
        if (page->isAncestorOf(field)) {
            button->setChecked(true);
        }
    }
    field->setFocus();
}

} // namespace foyer
