#include "ui/widgets/filterlineedit.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace foyer
{

FilterLineEdit::FilterLineEdit(const Theme &theme, QWidget *parent)
    : QLineEdit(parent), m_theme(theme), m_clear(addAction(QIcon(), TrailingPosition))
{
    // Qt's own clear button has an icon that is hardly seen on our grounds.
    m_clear->setObjectName(u"clearFilterAction"_s);
    m_clear->setText(tr("Show all again"));
    m_clear->setToolTip(m_clear->text());
    m_clear->setVisible(false);
    connect(m_clear, &QAction::triggered, this, &QLineEdit::clear);
    connect(this, &QLineEdit::textChanged, m_clear,
            [this](const QString &text) { m_clear->setVisible(!text.isEmpty()); });
    connect(&theme, &Theme::changed, this, &FilterLineEdit::applyTheme);
    applyTheme();
}

void FilterLineEdit::applyTheme()
{
    // A field draws its actions as large as the style says, which follows the text.
    m_clear->setIcon(Icons::icon(u"close"_s, m_theme.tokens().quietText, m_theme.iconSize(16)));
}

} // namespace foyer
