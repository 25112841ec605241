#include "core/upload.h"

#include "core/apart.h"

#include <QLocale>

namespace foyer
{

QString sizeText(qint64 bytes)
{
    // Whole numbers as a rule: a limit of 10485760 bytes is 10 MB and not 10.00 MB.
    const QLocale locale;
    const qint64 mega = 1024 * 1024;
    const bool isRound = bytes < mega || bytes % mega == 0 || bytes >= 100 * mega;
    // Isolated: in a sentence from the right the number and its unit would change places.
    return apart(locale.formattedDataSize(bytes, isRound ? 0 : 1, QLocale::DataSizeTraditionalFormat));
}

} // namespace foyer
