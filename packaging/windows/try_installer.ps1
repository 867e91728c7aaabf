# The installer on a real Windows, in both modes: the twin of installer_checks.py.
#   try_installer.ps1 C:\path\Sentralbord-0.2.0-Setup.exe [-Previous C:\path\Sentralbord-0.1.0-Setup.exe]
# Run it on a PC without Sentralbord, as administrator. Exit code 1 when a check failed. With the previous version's
# installer, the way from it and back is tried too.
param([Parameter(Mandatory)] [string] $Setup, [string] $Previous = '')
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$script:failures = 0
$entry = 'Software\Microsoft\Windows\CurrentVersion\Uninstall\Sentralbord'
$data = Join-Path $env:LOCALAPPDATA 'Sentralbord'
if (Test-Path $data) { throw "$data is there already: use a clean PC" }

function Check([string] $What, [bool] $Holds, [string] $Detail = '') {
    if (-not $Holds) { $script:failures += 1 }
    '{0,-7} {1}  {2}' -f $(if ($Holds) { 'ok' } else { 'FAILED' }), $What, $Detail
}

function Run([string] $Program, [string[]] $Words) {
    (Start-Process $Program -ArgumentList $Words -Wait -PassThru).ExitCode
}

function Wait-Until([scriptblock] $Until) {
    foreach ($turn in 1..120) {
        if (& $Until) { return $true }
        Start-Sleep -Milliseconds 500
    }
    return $false
}

function Try-Mode([string] $Mode, [string] $Hive, [string] $Folder) {
    $program = Join-Path $Folder 'Sentralbord.exe'
    $console = Join-Path $Folder 'sentralbord-cli.exe'
    $code = Run $Setup @('/S', "/$Mode")
    Check "$Mode silent install" ($code -eq 0 -and (Test-Path $program)) "exit $code"
    $told = Get-ItemProperty "$($Hive):\$entry"
    Check "$Mode entry" ($told.Publisher -eq 'Sentralbord' -and $told.EstimatedSize -gt 0) $told.DisplayVersion
    $command = (Get-ItemProperty "$($Hive):\Software\Classes\sentralbord\shell\open\command").'(default)'
    Check "$Mode links" ($command -eq "`"$program`" `"%1`"") $command
    foreach ($file in $program, $console, (Join-Path $Folder 'uninstall.exe'), $Setup) {
        Check "$Mode signature" ((Get-AuthenticodeSignature $file).Status -eq 'Valid') $file
    }
    Check "$Mode selftest" ((Run $program @('--selftest')) -eq 0)
    & $console --practice check | Out-Null
    Check "$Mode practice register" ($LASTEXITCODE -eq 0 -and (Test-Path "$data\oving\sentralbord.db"))
    $running = Start-Process $program -ArgumentList '--practice' -PassThru
    Check "$Mode window" (Wait-Until { $running.Refresh(); $running.MainWindowHandle -ne 0 })
    $code = Run $Setup @('/S', "/$Mode")
    Check "$Mode refused while it runs" ($code -eq 3) "exit $code"
    Stop-Process -Id $running.Id -Force
    $running.WaitForExit()
    $code = Run $Setup @('/S', "/$Mode")
    Check "$Mode again over itself" ($code -eq 0) "exit $code"
    Run (Join-Path $Folder 'uninstall.exe') @("/$Mode", '/S') | Out-Null
    Check "$Mode uninstall" (Wait-Until { -not (Test-Path $Folder) })
    Check "$Mode entry and links gone" (-not (Test-Path "$($Hive):\$entry") -and
        -not (Test-Path "$($Hive):\Software\Classes\sentralbord"))
    Check "$Mode data kept" (Test-Path "$data\oving\sentralbord.db")
    Run $Setup @('/S', "/$Mode") | Out-Null
    Run (Join-Path $Folder 'uninstall.exe') @("/$Mode", '/S', '/SLETTDATA=1') | Out-Null
    Check "$Mode data deleted when told" (Wait-Until { -not (Test-Path $data) })
}

function Try-Upgrade([string] $Mode, [string] $Hive, [string] $Folder) {
    $console = Join-Path $Folder 'sentralbord-cli.exe'
    Run $Previous @('/S', "/$Mode") | Out-Null
    $old = (Get-ItemProperty "$($Hive):\$entry").DisplayVersion
    & $console --practice check | Out-Null
    $code = Run $Setup @('/S', "/$Mode")
    $new = (Get-ItemProperty "$($Hive):\$entry").DisplayVersion
    Check "$Mode upgrade" ($code -eq 0 -and $new -ne $old) "$old -> $new, exit $code"
    & $console --practice check | Out-Null
    Check "$Mode the register of $old opens" ($LASTEXITCODE -eq 0)
    $code = Run $Previous @('/S', "/$Mode")
    $still = (Get-ItemProperty "$($Hive):\$entry").DisplayVersion
    Check "$Mode an older one is refused" ($code -eq 5 -and $still -eq $new) "exit $code"
    Run (Join-Path $Folder 'uninstall.exe') @("/$Mode", '/S', '/SLETTDATA=1') | Out-Null
    Check "$Mode removed again" (Wait-Until { -not (Test-Path $Folder) })
}

function Try-Share([string] $Folder) {
    $share = "\\localhost\$($env:SystemDrive.TrimEnd(':'))`$\sentralbord-prove"
    & (Join-Path $Folder 'sentralbord-cli.exe') --data $share check | Out-Null
    Check 'a register on a share is refused' ($LASTEXITCODE -ne 0 -and -not (Test-Path "$share\sentralbord.db"))
}

$one = Join-Path $env:LOCALAPPDATA 'Programs\Sentralbord'
$every = Join-Path $env:ProgramFiles 'Sentralbord'
Run $Setup @('/S', '/CurrentUser') | Out-Null
Try-Share $one
Run (Join-Path $one 'uninstall.exe') @('/CurrentUser', '/S', '/SLETTDATA=1') | Out-Null
Wait-Until { -not (Test-Path $one) } | Out-Null
if ($Previous) {
    Try-Upgrade 'CurrentUser' 'HKCU' $one
    Try-Upgrade 'AllUsers' 'HKLM' $every
}
Try-Mode 'CurrentUser' 'HKCU' $one
Try-Mode 'AllUsers' 'HKLM' $every
if ($script:failures) { "$script:failures failed"; exit 1 }
