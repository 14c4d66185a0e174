/* Stands in for cfgmgr32.dll, which in Wine 8 ends every program that asks to hear of devices.
   It refuses that; lists of devices are asked of setupapi (see cfgmgr32.def), as Wine does itself. */
#include <windows.h>

#define CR_CALL_NOT_IMPLEMENTED 0x20

DWORD WINAPI CM_Register_Notification(void *filter, void *context, void *callback, void **made)
{
    (void)filter, (void)context, (void)callback, (void)made;
    return CR_CALL_NOT_IMPLEMENTED;
}

DWORD WINAPI CM_Unregister_Notification(void *made)
{
    (void)made;
    return CR_CALL_NOT_IMPLEMENTED;
}
